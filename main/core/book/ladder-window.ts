import { ASK, BID, type LevelKey, type Side } from '../market-data/flat-levels.ts';

/** Slots a word of occupancy bits speaks for, and words a word of the summary speaks for. */
const WORD = 32;
/** Fewest ticks a window spans: one word of the summary a side. */
export const LEAST_WIDTH = WORD * WORD;

/**
 * Sizes of the prices from `low` on, `width` of them, each side by itself: bids in the first half of the arrays and asks in
 * the second, so that neighbours on a side share a cache line. A price keeps its slot (ticks modulo `width`) while the window
 * moves. 16.5 bytes a tick; memory of prices never used is never touched.
 *
 * The sizes alone are the truth. A bit set in `marks` means that there may be a level, a bit not set that there is none;
 * `summary` says the same of the words of `marks`. So a delete writes only the size; bits are cleared when a search
 * stumbles over them. No bit is set at a price better than that side's `nearest`: it bounds the best price from outside.
 *
 * Index casts (`as number`): every index is masked to the arrays by construction.
 */
export class LadderWindow {
  /** A power of two of at least {@link LEAST_WIDTH}. */
  readonly width: number;
  readonly sizes: Float64Array;
  readonly marks: Int32Array;
  readonly #summary: Int32Array;
  readonly #slotMask: number;
  /** A multiple of 32. */
  #low = 0;
  #nearestBid = 0;
  #nearestAsk: number;

  constructor(width: number) {
    this.width = width;
    this.#slotMask = width - 1;
    this.sizes = new Float64Array(width * 2);
    this.marks = new Int32Array((width * 2) / WORD);
    this.#summary = new Int32Array((width * 2) / LEAST_WIDTH);
    this.#nearestAsk = width - 1;
  }

  get low(): number {
    return this.#low;
  }
  /** Last price within. */
  get high(): number {
    return this.#low + this.width - 1;
  }

  has(ticks: number): boolean {
    return ticks >= this.#low && ticks <= this.high;
  }

  /** Whether every price within is worse than that one. */
  isWorse(side: Side, ticks: number): boolean {
    return side === BID ? ticks > this.high : ticks < this.#low;
  }

  /** Of a price within. */
  sizeAt(side: Side, ticks: number): number {
    return this.sizes[this.#slotOf(side, ticks)] as number;
  }

  /** Sets the size of a price within; 0 removes. */
  put(side: Side, ticks: number, lots: number): void {
    this.sizes[this.#slotOf(side, ticks)] = lots;
    if (lots !== 0) this.mark(ticks * 2 + side);
  }

  /** A size above 0 was written where no bit is set. */
  mark(key: LevelKey): void {
    const ticks = key >>> 1;
    const slot = this.#slotOf((key & 1) as Side, ticks);
    this.marks[slot >>> 5] = (this.marks[slot >>> 5] as number) | (1 << slot);
    this.#summary[slot >>> 10] = (this.#summary[slot >>> 10] as number) | (1 << (slot >>> 5));
    if ((key & 1) === BID) {
      if (ticks > this.#nearestBid) this.#nearestBid = ticks;
    } else if (ticks < this.#nearestAsk) this.#nearestAsk = ticks;
  }

  /** Best price of a side. At least one level of it must be within. */
  best(side: Side): number {
    if (side === BID) {
      const ticks = this.#nearestBid;
      if (this.sizes[ticks & this.#slotMask] === 0) this.#nearestBid = this.below(BID, ticks);
      return this.#nearestBid;
    }
    const ticks = this.#nearestAsk;
    if (this.sizes[(ticks & this.#slotMask) + this.width] === 0) this.#nearestAsk = this.above(side, ticks);
    return this.#nearestAsk;
  }

  /** The next price of a side away from the touch. There must be one within. */
  worse(side: Side, ticks: number): number {
    return side === BID ? this.below(BID, ticks - 1) : this.above(ASK, ticks + 1);
  }

  /** Copies levels of a side, best first, to the places from `from` to below `to`. So many must be within. @returns `to` */
  copyBest(side: Side, from: number, to: number, ticksOut: Int32Array, lotsOut: Float64Array): number {
    let ticks = this.best(side);
    for (let i = from; i < to; i += 1) {
      ticksOut[i] = ticks;
      lotsOut[i] = this.sizeAt(side, ticks);
      if (i + 1 < to) ticks = this.worse(side, ticks);
    }
    return to;
  }

  /** Highest price at or below `ticks` that holds a level of that side. There must be one within. */
  below(side: Side, ticks: number): number {
    const firstWord = (side * this.width) >>> 5;
    let word = (ticks & this.#slotMask) >>> 5;
    let bits = (this.marks[firstWord + word] as number) & (-1 >>> (31 - (ticks & 31)));
    for (;;) {
      while (bits !== 0) {
        const bit = 31 - Math.clz32(bits);
        const slot = word * WORD + bit;
        if (this.sizes[side * this.width + slot] !== 0) return ticks - ((ticks - slot) & this.#slotMask);
        bits &= ~(1 << bit);
        this.#unmark(firstWord + word, bit);
      }
      word = this.#wordBelow(firstWord, word);
      bits = this.marks[firstWord + word] as number;
    }
  }

  /** As {@link below}, the lowest at or above. */
  above(side: Side, ticks: number): number {
    const firstWord = (side * this.width) >>> 5;
    let word = (ticks & this.#slotMask) >>> 5;
    let bits = (this.marks[firstWord + word] as number) & (-1 << (ticks & 31));
    for (;;) {
      while (bits !== 0) {
        const bit = lowestBit(bits);
        const slot = word * WORD + bit;
        if (this.sizes[side * this.width + slot] !== 0) return ticks + ((slot - ticks) & this.#slotMask);
        bits &= ~(1 << bit);
        this.#unmark(firstWord + word, bit);
      }
      word = this.#wordAbove(firstWord, word);
      bits = this.marks[firstWord + word] as number;
    }
  }

  /** Moves the window; no level may be in what it leaves. @param low a multiple of 32, as is everything within 2^30 */
  moveTo(low: number): void {
    const leaving = Math.min(this.width, Math.abs(low - this.#low));
    const from = low > this.#low ? this.#low : this.high + 1 - leaving;
    for (let ticks = from; ticks < from + leaving; ticks += WORD) {
      const slot = ticks & this.#slotMask;
      this.marks[slot >>> 5] = 0;
      this.marks[(slot + this.width) >>> 5] = 0;
    }
    this.#low = low;
    this.#nearestBid = Math.min(Math.max(this.#nearestBid, low), this.high);
    this.#nearestAsk = Math.min(Math.max(this.#nearestAsk, low), this.high);
  }

  #slotOf(side: Side, ticks: number): number {
    return (ticks & this.#slotMask) + side * this.width;
  }

  #unmark(word: number, bit: number): void {
    this.marks[word] = (this.marks[word] as number) & ~(1 << bit);
  }

  /** The next word down, around the end, in which something is marked. */
  #wordBelow(firstWord: number, word: number): number {
    const groups = this.width >>> 10;
    let group = word >>> 5;
    let words = (this.#summary[(firstWord >>> 5) + group] as number) & ((1 << (word & 31)) - 1);
    for (let turn = 0; turn <= groups; turn += 1) {
      while (words !== 0) {
        const bit = 31 - Math.clz32(words);
        if (this.marks[firstWord + group * WORD + bit] !== 0) return group * WORD + bit;
        words &= ~(1 << bit);
        this.#unsum((firstWord >>> 5) + group, bit);
      }
      group = (group + groups - 1) & (groups - 1);
      words = this.#summary[(firstWord >>> 5) + group] as number;
    }
    throw new Error('expected a level within the window, found none');
  }

  #wordAbove(firstWord: number, word: number): number {
    const groups = this.width >>> 10;
    let group = word >>> 5;
    let words = (this.#summary[(firstWord >>> 5) + group] as number) & (-2 << (word & 31));
    for (let turn = 0; turn <= groups; turn += 1) {
      while (words !== 0) {
        const bit = lowestBit(words);
        if (this.marks[firstWord + group * WORD + bit] !== 0) return group * WORD + bit;
        words &= ~(1 << bit);
        this.#unsum((firstWord >>> 5) + group, bit);
      }
      group = (group + 1) & (groups - 1);
      words = this.#summary[(firstWord >>> 5) + group] as number;
    }
    throw new Error('expected a level within the window, found none');
  }

  #unsum(group: number, bit: number): void {
    this.#summary[group] = (this.#summary[group] as number) & ~(1 << bit);
  }
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
