import type { FlatLevels, LevelKey } from '../market-data/flat-levels.ts';
import type { BookHash } from '../market-data/market-event.ts';

/** 2^32, the weight of the high half of a size. */
const HIGH_WEIGHT = 4_294_967_296;

/**
 * First lane of one level's hash (PROTOCOL.md section 6) as a signed 32-bit integer; sums wrap with `| 0`.
 *
 * @param lots above 0; a level of size 0 is no level and adds nothing
 */
export function levelHashA(key: LevelKey, lots: number): number {
  let lane = Math.imul(key ^ 0x9e3779b9, 0x85ebca6b);
  lane ^= lane >>> 15;
  lane = Math.imul(lane ^ lots, 0xc2b2ae35); // ^ takes lots modulo 2^32 by itself
  lane ^= lane >>> 13;
  lane = Math.imul(lane + ((lots / HIGH_WEIGHT) | 0), 0x27d4eb2f);
  return lane ^ (lane >>> 16);
}

/** Second lane, as {@link levelHashA}. */
export function levelHashB(key: LevelKey, lots: number): number {
  let lane = Math.imul(key ^ 0x7f4a7c15, 0xcc9e2d51);
  lane ^= lane >>> 16;
  lane = Math.imul(lane ^ lots, 0x1b873593);
  lane ^= lane >>> 14;
  lane = Math.imul(lane + ((lots / HIGH_WEIGHT) | 0), 0x165667b1);
  return lane ^ (lane >>> 15);
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
