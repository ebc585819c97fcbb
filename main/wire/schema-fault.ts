import type { SchemaFault, Validator } from './message-validators.generated.mjs';
import { received, wireError, type WireError } from './wire-error.ts';

/** The error of a message that a generated validator has just refused; it names the first field at fault. */
export function badField(type: string, value: unknown, validator: Validator<unknown>): WireError {
  const fault = validator.errors?.[0];
  return wireError(
    'WIRE_BAD_FIELD',
    fault === undefined ? `bad ${type}` : faultText(type, value, fault),
    value,
  );
}

function faultText(type: string, value: unknown, fault: SchemaFault): string {
  const missing = fault.params['missingProperty'];
  if (typeof missing === 'string')
    return `expected field "${missing}" in ${type}${fault.instancePath}, received nothing`;
  const found = received(valueAt(value, fault.instancePath));
  return `expected ${type}${fault.instancePath} that ${expectation(fault)}, received ${found}`;
}

function expectation(fault: SchemaFault): string {
  const { allowedValue, allowedValues } = fault.params;
  if (allowedValue !== undefined) return `is ${received(allowedValue)}`;
  if (Array.isArray(allowedValues)) return `is one of ${allowedValues.join(', ')}`;
  return fault.message ?? 'is valid';
}

/** Follows a JSON pointer; its parts are field names of a schema and places in arrays, which need no unescaping. */
function valueAt(value: unknown, pointer: string): unknown {
  let found = value;
  for (const part of pointer.split('/').slice(1)) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[part];
  }
  return found;
}
