import { FIRST_BYTE } from './frame-head.ts';

/**
 * Bytes for `ws` where this side found a fault in a message that `ws` has not seen: it must refuse them for the same
 * reason, and so ends the connection in its own way and with its own close code. No two of them are sent.
 */
export const REFUSED_BY_WS = {
  /** A message of 4 GiB: 1009. */
  tooLarge: Uint8Array.of(FIRST_BYTE.binary, 127, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff),
  /** A block of the type that does not exist: 1007. */
  badDeflate: Uint8Array.of(FIRST_BYTE.compressedBinary, 1, 0x07),
  /** No UTF-8: 1007. */
  badText: Uint8Array.of(FIRST_BYTE.text, 1, 0xff),
} as const;

/** Not refused itself: makes `ws` stand inside a message, where it judges what comes as it would have. */
export const EMPTY_FIRST_FRAGMENT = Uint8Array.of(FIRST_BYTE.binaryStart, 0);

/** One fragment more than `ws` takes: 1008. */
export function tooManyFragments(maxFragments: number): Uint8Array {
  const frames = new Uint8Array(2 * (maxFragments + 1));
  frames.set(EMPTY_FIRST_FRAGMENT);
  return frames; // zeros: empty middle fragments
}
