/** Every way a frame or a message can be refused, with the text for people. ERRORS.md explains each. */
export const WIRE_ERROR_TEXTS = {
  WIRE_FRAME_TOO_LARGE: 'a frame was larger than the protocol allows',
  WIRE_WRONG_FRAME_KIND: 'a text frame came where a binary one belongs, or the other way round',
  WIRE_NOT_DECODABLE: 'a frame could not be decoded',
  WIRE_NOT_A_MAP: 'a message was not a map of named fields',
  WIRE_WRONG_FORM: 'a message came as a map where flat form belongs',
  WIRE_TYPE_MISSING: 'a message did not say what type it is',
  WIRE_UNKNOWN_TYPE: 'a request was of a type this venue does not know',
  WIRE_UNSUPPORTED_PROTOCOL: 'the venue speaks another version of the protocol',
  WIRE_BAD_FIELD: 'a field was missing, of the wrong form or out of range',
  WIRE_BAD_LEVELS: 'the levels of a book message break the rules',
  WIRE_BAD_TRADES: 'the trades of a message break the rules',
  WIRE_BAD_CANDLES: 'the candles of a message break the rules',
  WIRE_BAD_TICKER: 'the numbers of a ticker contradict each other',
  WIRE_BAD_SEQUENCE: 'the sequences of a message contradict each other',
  WIRE_BAD_PART: 'a snapshot part has a number beyond the number of parts',
  WIRE_BAD_HEARTBEAT: 'the sequences of a heartbeat break the rules',
  WIRE_BAD_INSTRUMENT: 'the terms of an instrument contradict each other',
  WIRE_BAD_LIST: 'a list of subscriptions names something twice',
} as const;

/** Stable: a code is never renamed and never used for something else. */
export type WireErrorCode = keyof typeof WIRE_ERROR_TEXTS;

export const WIRE_ERROR_CODES = Object.keys(WIRE_ERROR_TEXTS) as readonly WireErrorCode[];

/** A refused frame or message: expected trouble, so a value. Nothing of the message may be used. */
export type WireError = {
  readonly type: 'wire-error';
  readonly code: WireErrorCode;
  /** For the log: what was expected, what was received, where. At most {@link MAX_ERROR_TEXT} characters. */
  readonly message: string;
  /** `id` of the message where it could be read, else 0. */
  readonly requestId: number;
  /** `type` of the message where it could be read (at most 64 characters), else ''. */
  readonly messageType: string;
  /** The subscription whose book or tape lost this message; 0 when the message does not say. */
  readonly subscription: number;
};

/** A message of a type this version does not know: counted, otherwise without effect (PROTOCOL.md section 1). */
export type IgnoredMessage = { readonly type: 'ignored'; readonly messageType: string };

export const MAX_ERROR_TEXT = 300;
const MAX_TYPE_TEXT = 64;
const MAX_ID = 0x7fff_ffff;

/** @param value the message as far as it was decoded; names its request, type and subscription if it can */
export function wireError(code: WireErrorCode, message: string, value?: unknown): WireError {
  const named = fieldsOf(value);
  return {
    type: 'wire-error',
    code,
    message: clipped(message, MAX_ERROR_TEXT),
    requestId: idOf(named.id),
    messageType: typeof named.type === 'string' ? clipped(named.type, MAX_TYPE_TEXT) : '',
    subscription: idOf(named.subscription),
  };
}

export function ignoredMessage(messageType: string): IgnoredMessage {
  return { type: 'ignored', messageType: clipped(messageType, MAX_TYPE_TEXT) };
}

/** One value as short text for an error: numbers as they are, text in quotes and cut, the rest by kind and length. */
export function received(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(clipped(value, 40));
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'a map';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value === null ? 'null' : 'nothing';
}

function fieldsOf(value: unknown): { id?: unknown; type?: unknown; subscription?: unknown } {
  return typeof value === 'object' && value !== null ? value : {};
}

function idOf(value: unknown): number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) <= MAX_ID
    ? (value as number)
    : 0;
}

/** Cutting may split a pair of surrogates, and half a pair cannot be sent on as UTF-8. */
function clipped(text: string, length: number): string {
  return text.length <= length ? text.toWellFormed() : `${text.slice(0, length - 1).toWellFormed()}…`;
}
