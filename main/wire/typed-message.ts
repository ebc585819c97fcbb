import { received, wireError, type WireError } from './wire-error.ts';

/** A map with a text field `type`: the least that every message is. */
export type TypedMessage = { readonly type: string; readonly [field: string]: unknown };

export function isTypedMessage(value: unknown): value is TypedMessage {
  return isMap(value) && typeof value['type'] === 'string';
}

/** The error of a value that {@link isTypedMessage} refused. */
export function untypedMessage(value: unknown): WireError {
  if (!isMap(value)) return wireError('WIRE_NOT_A_MAP', `expected a map, received ${received(value)}`);
  return wireError(
    'WIRE_TYPE_MISSING',
    `expected a text field "type", received ${received(value['type'])}`,
    value,
  );
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
