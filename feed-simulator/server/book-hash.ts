import type { LevelKey } from '../../main/core/market-data/flat-levels.ts';
import type { BookHash } from '../../main/core/market-data/market-event.ts';

// Written from PROTOCOL.md section 6 and on purpose not shared with the client: two readings of one text check it.

const TWO_TO_32 = 0x1_0000_0000;

function laneA(key: LevelKey, lo: number, hi: number): number {
  let a = Math.imul(key ^ 0x9e3779b9, 0x85ebca6b);
  a = Math.imul(a ^ (a >>> 15) ^ lo, 0xc2b2ae35);
  a = Math.imul((a ^ (a >>> 13)) + hi, 0x27d4eb2f);
  return a ^ (a >>> 16);
}

function laneB(key: LevelKey, lo: number, hi: number): number {
  let b = Math.imul(key ^ 0x7f4a7c15, 0xcc9e2d51);
  b = Math.imul(b ^ (b >>> 16) ^ lo, 0x1b873593);
  b = Math.imul((b ^ (b >>> 14)) + hi, 0x165667b1);
  return b ^ (b >>> 15);
}

/** The running hash of one book: the sum, modulo 2^32 and lane by lane, of the hashes of its levels. */
export class HashSum {
  #a = 0;
  #b = 0;

  /**
   * The level `key` goes from `before` lots to `after` lots; 0 means that it is not there.
   * The caller vouches for `before`: a wrong one spoils the sum for good.
   */
  replace(key: LevelKey, before: number, after: number): void {
    if (before > 0) this.#add(key, before, -1);
    if (after > 0) this.#add(key, after, 1);
  }

  clear(): void {
    this.#a = 0;
    this.#b = 0;
  }

  get value(): BookHash {
    return [this.#a >>> 0, this.#b >>> 0];
  }

  #add(key: LevelKey, lots: number, sign: 1 | -1): void {
    const lo = lots | 0;
    const hi = Math.floor(lots / TWO_TO_32);
    this.#a = (this.#a + sign * laneA(key, lo, hi)) | 0;
    this.#b = (this.#b + sign * laneB(key, lo, hi)) | 0;
  }
}

/** Hash of a whole book. `levels` is flat, each price of a side once, sizes above 0. An empty book has `[0, 0]`. */
export function hashOfLevels(levels: readonly number[]): BookHash {
  const sum = new HashSum();
  for (let i = 0; i + 1 < levels.length; i += 2) sum.replace(levels[i] ?? 0, 0, levels[i + 1] ?? 0);
  return sum.value;
}
