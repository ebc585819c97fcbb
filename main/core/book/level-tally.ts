import { ASK, type Side } from '../market-data/flat-levels.ts';
import type { BookHash } from '../market-data/market-event.ts';
import { highOf, keyLaneA, keyLaneB, sizeLaneA, sizeLaneB } from './book-checksum.ts';

/** What is known of all levels of a book together, kept in step with every change: their hash, and how many a side holds. */
export class LevelTally {
  /** Lanes of the hash as signed 32-bit integers. */
  #a = 0;
  #b = 0;
  #levels = 0;
  #asks = 0;

  count(side: Side): number {
    return side === ASK ? this.#asks : this.#levels - this.#asks;
  }
  get isEmpty(): boolean {
    return this.#levels === 0;
  }

  /** @param a and `b`: lanes as signed 32-bit integers */
  hasHash(a: number, b: number): boolean {
    return this.#a === a && this.#b === b;
  }
  /** As the wire has it. */
  hash(): BookHash {
    return [this.#a >>> 0, this.#b >>> 0];
  }

  /**
   * Counts the first `count` changes: at `keys[i]` the size `before[i]` became `after[i]`, in that order. Without a branch on
   * what no processor can foresee (a level that comes or goes): a size of 0 is hashed too and the result masked out.
   */
  exchange(keys: Int32Array, before: Float64Array, after: Float64Array, count: number): void {
    let a = this.#a;
    let b = this.#b;
    let levels = this.#levels;
    let asks = this.#asks;
    for (let i = 0; i < count; i += 1) {
      const key = keys[i] as number;
      const lotsBefore = before[i] as number;
      const lots = after[i] as number;
      const lowBefore = lotsBefore | 0;
      const low = lots | 0;
      const highBefore = lowBefore === lotsBefore ? 0 : highOf(lotsBefore);
      const high = low === lots ? 0 : highOf(lots);
      const heldBefore = maskOf(lowBefore | highBefore);
      const held = maskOf(low | high);
      const keyA = keyLaneA(key);
      const keyB = keyLaneB(key);
      a = (a + (sizeLaneA(keyA, low, high) & held)) | 0;
      a = (a - (sizeLaneA(keyA, lowBefore, highBefore) & heldBefore)) | 0;
      b = (b + (sizeLaneB(keyB, low, high) & held)) | 0;
      b = (b - (sizeLaneB(keyB, lowBefore, highBefore) & heldBefore)) | 0;
      const gained = heldBefore - held;
      levels += gained;
      asks += gained & -(key & 1);
    }
    this.#a = a;
    this.#b = b;
    this.#levels = levels;
    this.#asks = asks;
  }
}

/** All bits when any is set, else none. */
function maskOf(bits: number): number {
  return (bits | (0 - bits)) >> 31;
}
