import type { PriceTicks } from '../units/price.ts';

/**
 * Levels as one flat list of integers, two per level: `[tick * 2 + side, lots, tick * 2 + side, lots, ...]`.
 * `side` is 0 for a bid and 1 for an ask; `lots` is the absolute size at that price, 0 removes it (deltas only).
 * The one form in which levels travel from the wire to the book.
 */
export type FlatLevels = ArrayLike<number>;

/** `tick * 2 + side`, an integer from 0 to 2^31 - 1. */
export type LevelKey = number;

export const BID = 0;
export const ASK = 1;
/** Side of a resting level. */
export type Side = typeof BID | typeof ASK;

export function levelKey(ticks: PriceTicks, side: Side): LevelKey {
  return ticks * 2 + side;
}
export function ticksOfKey(key: LevelKey): PriceTicks {
  return (key >>> 1) as PriceTicks; // a key holds 31 bits, so its tick is in range by construction
}
export function sideOfKey(key: LevelKey): Side {
  return (key & 1) as Side;
}
