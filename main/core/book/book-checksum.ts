import type { FlatLevels, LevelKey } from '../market-data/flat-levels.ts';
import type { BookHash } from '../market-data/market-event.ts';

/** 2^-32: times it, a size gives its high half. */
const HIGH_HALF = 2 ** -32;

/** What a key alone adds to the first lane (PROTOCOL.md section 6): the same for every size at that price. */
export function keyLaneA(key: LevelKey): number {
  const lane = Math.imul(key ^ 0x9e3779b9, 0x85ebca6b);
  return lane ^ (lane >>> 15);
}
/** As {@link keyLaneA}, of the second lane. */
export function keyLaneB(key: LevelKey): number {
  const lane = Math.imul(key ^ 0x7f4a7c15, 0xcc9e2d51);
  return lane ^ (lane >>> 16);
}

/**
 * First lane of one level's hash as a signed 32-bit integer; sums wrap with `| 0`.
 *
 * @param keyLane {@link keyLaneA} of its key
 * @param low lots modulo 2^32, signed or not
 * @param high {@link highOf} the lots
 */
export function sizeLaneA(keyLane: number, low: number, high: number): number {
  let lane = Math.imul(keyLane ^ low, 0xc2b2ae35);
  lane ^= lane >>> 13;
  lane = Math.imul(lane + high, 0x27d4eb2f);
  return lane ^ (lane >>> 16);
}
/** As {@link sizeLaneA}, of the second lane. */
export function sizeLaneB(keyLane: number, low: number, high: number): number {
  let lane = Math.imul(keyLane ^ low, 0x1b873593);
  lane ^= lane >>> 14;
  lane = Math.imul(lane + high, 0x165667b1);
  return lane ^ (lane >>> 15);
}

/** Whole lots divided by 2^32, rounded down: 0 to 2^21 - 1. */
export function highOf(lots: number): number {
  return (lots * HIGH_HALF) | 0;
}

/** Hash of one level. @param lots above 0; a level of size 0 is no level and adds nothing */
export function levelHashA(key: LevelKey, lots: number): number {
  return sizeLaneA(keyLaneA(key), lots | 0, highOf(lots));
}
export function levelHashB(key: LevelKey, lots: number): number {
  return sizeLaneB(keyLaneB(key), lots | 0, highOf(lots));
}

/** Hash of a book given whole: each (price, side) once, sizes above 0. `[0, 0]` when empty. */
export function hashOfLevels(levels: FlatLevels): BookHash {
  let a = 0;
  let b = 0;
  for (let i = 0; i + 1 < levels.length; i += 2) {
    const key = levels[i] as number;
    const lots = levels[i + 1] as number;
    a = (a + levelHashA(key, lots)) | 0;
    b = (b + levelHashB(key, lots)) | 0;
  }
  return [a >>> 0, b >>> 0];
}
