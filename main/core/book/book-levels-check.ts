import { BID, sideOfKey, type LevelKey } from '../market-data/flat-levels.ts';
import type { LevelBatch } from '../market-data/level-batch.ts';
import { MAX_PRICE_TICKS } from '../units/price.ts';
import { bookIntegrityError, type BookIntegrityError } from './book-integrity-error.ts';

/** Prices an instrument may have, in ticks, both inclusive. */
export type TickRange = { readonly minTicks: number; readonly maxTicks: number };

/** Every price there is. */
export const WHOLE_RANGE: TickRange = { minTicks: 0, maxTicks: MAX_PRICE_TICKS };

/** Whole lots from 0 to 2^53 - 1. */
export function isSize(lots: number): boolean {
  return lots >= 0 && Number.isSafeInteger(lots);
}

export function isKeyInRange(key: LevelKey, { minTicks, maxTicks }: TickRange): boolean {
  return key >= minTicks * 2 && key <= maxTicks * 2 + 1;
}

/**
 * Why a level cannot be: its price is outside `range`, or its size is not whole lots from `leastLots` (0 in a delta, 1 in a
 * snapshot) to 2^53 - 1. Null when it can. Allocates only for an error.
 */
export function levelFault(
  { keys, lots }: LevelBatch,
  at: number,
  range: TickRange,
  leastLots: 0 | 1,
): BookIntegrityError | null {
  const key = keys[at] as number;
  const size = lots[at] as number;
  if (!isKeyInRange(key, range)) {
    const expected = `ticks from ${range.minTicks} to ${range.maxTicks}`;
    return bookIntegrityError('BOOK_TICK_OUT_OF_RANGE', expected, `${key / 2} (key ${key})`);
  }
  if (isSize(size) && size >= leastLots) return null;
  return bookIntegrityError('BOOK_BAD_SIZE', `whole lots from ${leastLots}`, `${size} at ticks ${key >>> 1}`);
}

/** Checks that the levels of a snapshot come in the protocol's order, whatever parts they come in. */
export class SnapshotOrder {
  #last: LevelKey = -1;

  reset(): void {
    this.#last = -1;
  }

  /** Whether this level may come next: bids falling, then asks rising. It is the last one from now on. */
  follows(key: LevelKey): boolean {
    const last = this.#last;
    this.#last = key;
    if (last < 0) return true;
    if (sideOfKey(last) === BID) return sideOfKey(key) !== BID || key < last;
    return sideOfKey(key) !== BID && key > last;
  }
}
