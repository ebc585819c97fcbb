import type { FlatLevels } from '../market-data/flat-levels.ts';
import { bookIntegrityError, type BookIntegrityError } from './book-integrity-error.ts';

/** Prices an instrument may have, in ticks, both inclusive. */
export type TickRange = { readonly minTicks: number; readonly maxTicks: number };

/**
 * The first level that cannot be: a price that is not an integer within `range`, or a size that is not whole lots from
 * `leastLots` (0 in a delta, 1 in a snapshot) to 2^53 - 1. Null when all may be. Allocates only for an error.
 */
export function checkLevels(
  levels: FlatLevels,
  range: TickRange,
  leastLots: 0 | 1,
): BookIntegrityError | null {
  const leastKey = range.minTicks * 2;
  const mostKey = range.maxTicks * 2 + 1;
  for (let i = 0; i < levels.length; i += 2) {
    const key = levels[i] as number;
    const lots = levels[i + 1] as number; // undefined after an odd length: refused as a size
    if ((key | 0) !== key || key < leastKey || key > mostKey) {
      const expected = `ticks from ${range.minTicks} to ${range.maxTicks}`;
      return bookIntegrityError('BOOK_TICK_OUT_OF_RANGE', expected, `${key / 2} (key ${key})`);
    }
    if (!(lots >= leastLots) || !Number.isSafeInteger(lots)) {
      return bookIntegrityError(
        'BOOK_BAD_SIZE',
        `whole lots from ${leastLots}`,
        `${lots} at ticks ${key >>> 1}`,
      );
    }
  }
  return null;
}
