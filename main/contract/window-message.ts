import type { WindowMessage } from './socket-messages.ts';

/** `id` is that of the request when it could be read, else -1. `expected` says what would have been right. */
export type MalformedMessage = { readonly kind: 'malformed'; readonly id: number; readonly expected: string };

const MAX_CHANNEL_LENGTH = 64;

/** Reads one message of a window. Never throws; `input` stays untrusted and is the terminal's to judge. */
export function windowMessageOf(value: unknown): WindowMessage | MalformedMessage {
  if (!isObject(value)) return malformed(-1, 'an object');
  if (value['kind'] === 'acknowledge') return acknowledgementOf(value);
  if (value['kind'] === 'request') return requestOf(value);
  return malformed(-1, 'kind "request" or "acknowledge"');
}

function acknowledgementOf(value: Readonly<Record<string, unknown>>): WindowMessage | MalformedMessage {
  const { frame } = value;
  return isCount(frame) ? { kind: 'acknowledge', frame } : malformed(-1, 'frame: a non-negative integer');
}

function requestOf(value: Readonly<Record<string, unknown>>): WindowMessage | MalformedMessage {
  const { id, channel, input } = value;
  if (!isCount(id)) return malformed(-1, 'id: a non-negative integer');
  if (typeof channel !== 'string' || channel.length > MAX_CHANNEL_LENGTH) {
    return malformed(id, `channel: text of at most ${MAX_CHANNEL_LENGTH} characters`);
  }
  return { kind: 'request', id, channel, input };
}

function malformed(id: number, expected: string): MalformedMessage {
  return { kind: 'malformed', id, expected };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
