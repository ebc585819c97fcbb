import type { Epoch, SubscriptionId } from '../../main/core/market-data/market-event.ts';

/** Where a reader of several topics stands, as it travels: opaque to the reader, made and read here alone. */
export type Cursor = {
  readonly epoch: Epoch;
  /** {@link digestOf} the topics that `sequences` belong to. */
  readonly digest: string;
  /** One for each topic, in the order of the topics. */
  readonly sequences: readonly number[];
};

/** Topics of one request at most, and what is followed besides them: the terms of each instrument. */
const MAX_SEQUENCES = 512;
/** 512 numbers below 2^53 in base 36, and what stands before them. */
export const MAX_CURSOR_LENGTH = 6_144;
/** Goes unescaped into a query, a header and an entity tag. */
export const CURSOR_PATTERN = '^[0-9a-z]+(-[0-9a-z]+)+$';
const WHOLE_CURSOR = new RegExp(CURSOR_PATTERN);
const BASE = 36;
const SEPARATOR = '-';

export function cursorText({ epoch, digest, sequences }: Cursor): string {
  return [epoch.toString(BASE), digest, ...sequences.map((sequence) => sequence.toString(BASE))].join(
    SEPARATOR,
  );
}

/** Null for what {@link cursorText} never wrote: too long, no numbers, numbers beyond 2^53 - 1. */
export function readCursor(text: string): Cursor | null {
  if (text.length > MAX_CURSOR_LENGTH || !WHOLE_CURSOR.test(text)) return null;
  const [epochText = '', digest = '', ...rest] = text.split(SEPARATOR);
  if (rest.length > MAX_SEQUENCES) return null;
  const epoch = wholeNumber(epochText);
  const sequences = rest.map(wholeNumber);
  return epoch === null || !sequences.every((sequence) => sequence !== null)
    ? null
    : { epoch, digest, sequences };
}

/**
 * Tells one list of topics from another under one epoch: two lanes of FNV-1a over the subscription numbers in order. It
 * guards against mistakes, not against a client that deceives itself: book hashes find that one out.
 */
export function digestOf(subscriptions: readonly SubscriptionId[]): string {
  const lanes = [0x811c9dc5, 0x9e3779b9].map((start) => {
    let lane = start;
    for (const subscription of subscriptions)
      for (let shift = 0; shift < 32; shift += 8)
        lane = Math.imul(lane ^ ((subscription >>> shift) & 0xff), 0x01000193);
    return (lane >>> 0).toString(BASE);
  });
  return lanes.join('x');
}

function wholeNumber(text: string): number | null {
  // Twelve digits of base 36 pass 2^53; the round trip finds those, leading zeros, and letters of another base.
  const value = text.length > 11 ? Number.NaN : Number.parseInt(text, BASE);
  return Number.isSafeInteger(value) && value.toString(BASE) === text ? value : null;
}
