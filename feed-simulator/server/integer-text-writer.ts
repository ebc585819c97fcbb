/** Integers that fit in one text written here; longer ones are for the general encoder. */
export const MAX_TEXT_INTEGERS = 4_096;
/** A comma and sixteen digits an integer at most, and the brackets. */
const scratch = Buffer.alloc(16 + MAX_TEXT_INTEGERS * 17);

const ZERO = 0x30;
const COMMA = 0x2c;
/** What a division of whole 31-bit numbers takes at once. */
const LOW_DIGITS = 8;
const LOW_RANGE = 10 ** LOW_DIGITS;

/**
 * JSON of integers written into one buffer that is used again and again. Each function takes the place to write at and
 * gives the one behind; {@link writtenText} makes a text of what stands before it.
 */
export function writeAscii(at: number, text: string): number {
  for (let i = 0; i < text.length; i += 1) scratch[at + i] = text.charCodeAt(i);
  return at + text.length;
}

/** A comma and the digits of an integer from 0 to 2^53 - 1. */
export function writeNext(at: number, value: number): number {
  scratch[at] = COMMA;
  if (value < LOW_RANGE) return writeLow(at + 1, value, digitsOf(value));
  const high = Math.floor(value / LOW_RANGE);
  // At most 90,071,992, which is low itself.
  return writeLow(writeLow(at + 1, high, digitsOf(high)), value - high * LOW_RANGE, LOW_DIGITS);
}

/** From the last digit to the first. */
function writeLow(at: number, value: number, digits: number): number {
  let left = value | 0;
  for (let i = at + digits - 1; i >= at; i -= 1) {
    const tenth = (left / 10) | 0;
    scratch[i] = ZERO + left - tenth * 10;
    left = tenth;
  }
  return at + digits;
}

/** Of a value below 10^8. */
function digitsOf(value: number): number {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits += 1;
  return digits;
}

export function writtenText(end: number): string {
  return scratch.toString('latin1', 0, end);
}
