/** Integers that fit in one message written here; longer ones are for the general encoder. */
export const MAX_WRITTEN_INTEGERS = 4_096;
/** Names and the head of a message, then nine bytes an integer at most. */
const scratch = new Uint8Array(1_024 + MAX_WRITTEN_INTEGERS * 9);
const view = new DataView(scratch.buffer);

/**
 * MessagePack written into one buffer that is used again and again, in the forms of the general encoder. Each function
 * takes the place to write at and gives the one behind; {@link written} copies what stands before it.
 */
export function writeBytes(at: number, source: readonly number[]): number {
  for (let i = 0; i < source.length; i += 1) scratch[at + i] = source[i] ?? 0;
  return at + source.length;
}

/** 0 to 2^53 - 1: the shortest uint, beyond 32 bits a float. */
export function writeInteger(at: number, value: number): number {
  if (value < 0x80) {
    scratch[at] = value;
    return at + 1;
  }
  if (value < 0x100) {
    scratch[at] = 0xcc;
    scratch[at + 1] = value;
    return at + 2;
  }
  if (value < 0x1_0000) {
    scratch[at] = 0xcd;
    view.setUint16(at + 1, value);
    return at + 3;
  }
  if (value < 0x1_0000_0000) {
    scratch[at] = 0xce;
    view.setUint32(at + 1, value);
    return at + 5;
  }
  scratch[at] = 0xcb;
  view.setFloat64(at + 1, value);
  return at + 9;
}

/** @param length below 2^16 */
export function writeArrayHead(at: number, length: number): number {
  if (length < 16) {
    scratch[at] = 0x90 + length;
    return at + 1;
  }
  scratch[at] = 0xdc;
  view.setUint16(at + 1, length);
  return at + 3;
}

/** A short ASCII text as bytes for {@link writeBytes}. */
export function shortText(value: string): number[] {
  return [0xa0 + value.length, ...Buffer.from(value, 'ascii')];
}

/** A copy of what was written, which the next message does not change; out of the pool, for a buffer of its own is slow. */
export function written(end: number): Uint8Array {
  return Buffer.from(scratch.subarray(0, end));
}
