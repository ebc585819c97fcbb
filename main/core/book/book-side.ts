import { MAX_LEVELS_PER_SIDE, type LevelVisitor } from './order-book.ts';

/** Moves of at most this many levels are quicker in a loop than by `copyWithin`. */
const SHORT_MOVE = 48;
const FIRST_CAPACITY = 1_024;

/** Answer of {@link BookSide.set} when the side is full; no size is negative. */
export const SIDE_FULL = -1;

/**
 * One side of a book: ticks in a sorted Int32Array, lots beside them in a Float64Array, the touch at the END, so that the
 * many changes near it move few elements. Ticks are stored times `sign`, so that the best level is always the greatest.
 * Capacity doubles up to {@link MAX_LEVELS_PER_SIDE} and never shrinks: 12 bytes a level.
 *
 * Index casts (`as number`): every index below is kept within `#count` by construction.
 */
export class BookSide {
  readonly #sign: 1 | -1;
  #ranks = new Int32Array(FIRST_CAPACITY);
  #lots = new Float64Array(FIRST_CAPACITY);
  #count = 0;

  /** @param sign 1 for bids (highest is best), -1 for asks (lowest is best) */
  constructor(sign: 1 | -1) {
    this.#sign = sign;
  }

  get count(): number {
    return this.#count;
  }

  clear(): void {
    this.#count = 0;
  }

  /** Ticks of the best level, -1 when empty. */
  best(): number {
    return this.#count === 0 ? -1 : this.#ticksAt(this.#count - 1);
  }

  sizeAt(ticks: number): number {
    const rank = this.#sign * ticks;
    const at = this.#find(rank);
    return at < this.#count && this.#ranks[at] === rank ? (this.#lots[at] as number) : 0;
  }

  /** Sets one price to `lots` (0 removes). @returns the size before, or {@link SIDE_FULL} with nothing changed */
  set(ticks: number, lots: number): number {
    const rank = this.#sign * ticks;
    const at = this.#find(rank);
    if (at < this.#count && this.#ranks[at] === rank) {
      const before = this.#lots[at] as number;
      if (lots === 0) this.#removeAt(at);
      else this.#lots[at] = lots;
      return before;
    }
    if (lots === 0) return 0;
    if (this.#count === this.#ranks.length && !this.#grow()) return SIDE_FULL;
    this.#insertAt(at, rank, lots);
    return 0;
  }

  /**
   * Adds a level while a snapshot is read best first; {@link finishLoading} must follow before anything else is asked.
   *
   * @returns 'added', 'misplaced' when it is not worse than the one before, 'full'
   */
  load(ticks: number, lots: number): 'added' | 'misplaced' | 'full' {
    const rank = this.#sign * ticks;
    if (this.#count > 0 && rank >= (this.#ranks[this.#count - 1] as number)) return 'misplaced';
    if (this.#count === this.#ranks.length && !this.#grow()) return 'full';
    this.#ranks[this.#count] = rank;
    this.#lots[this.#count] = lots;
    this.#count += 1;
    return 'added';
  }

  /** Turns what {@link load} gathered best first into the side's own order. */
  finishLoading(): void {
    this.#ranks.subarray(0, this.#count).reverse();
    this.#lots.subarray(0, this.#count).reverse();
  }

  copyBest(count: number, ticksOut: Int32Array, lotsOut: Float64Array): number {
    const copied = Math.max(0, Math.min(count, this.#count, ticksOut.length, lotsOut.length));
    for (let i = 0, at = this.#count - 1; i < copied; i += 1, at -= 1) {
      ticksOut[i] = this.#ticksAt(at);
      lotsOut[i] = this.#lots[at] as number;
    }
    return copied;
  }

  walk(visit: LevelVisitor): void {
    for (let at = this.#count - 1; at >= 0; at -= 1) {
      if (!visit(this.#ticksAt(at), this.#lots[at] as number)) return;
    }
  }

  #ticksAt(index: number): number {
    return (this.#sign * (this.#ranks[index] as number)) | 0; // | 0: an ask at 0 ticks is not -0
  }

  /** First index whose rank is at least `rank`, found by doubling steps from the touch: most changes are near it. */
  #find(rank: number): number {
    const ranks = this.#ranks;
    let high = this.#count;
    let step = 1;
    while (step <= high && (ranks[high - step] as number) >= rank) {
      high -= step;
      step *= 2;
    }
    let low = Math.max(0, high - step);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ranks[middle] as number) < rank) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #insertAt(at: number, rank: number, lots: number): void {
    const ranks = this.#ranks;
    const sizes = this.#lots;
    if (this.#count - at <= SHORT_MOVE) {
      for (let i = this.#count; i > at; i -= 1) {
        ranks[i] = ranks[i - 1] as number;
        sizes[i] = sizes[i - 1] as number;
      }
    } else {
      ranks.copyWithin(at + 1, at, this.#count);
      sizes.copyWithin(at + 1, at, this.#count);
    }
    ranks[at] = rank;
    sizes[at] = lots;
    this.#count += 1;
  }

  #removeAt(at: number): void {
    const ranks = this.#ranks;
    const sizes = this.#lots;
    this.#count -= 1;
    if (this.#count - at <= SHORT_MOVE) {
      for (let i = at; i < this.#count; i += 1) {
        ranks[i] = ranks[i + 1] as number;
        sizes[i] = sizes[i + 1] as number;
      }
    } else {
      ranks.copyWithin(at, at + 1, this.#count + 1);
      sizes.copyWithin(at, at + 1, this.#count + 1);
    }
  }

  #grow(): boolean {
    const capacity = Math.min(this.#ranks.length * 2, MAX_LEVELS_PER_SIDE);
    if (capacity === this.#ranks.length) return false;
    const ranks = new Int32Array(capacity);
    const lots = new Float64Array(capacity);
    ranks.set(this.#ranks);
    lots.set(this.#lots);
    this.#ranks = ranks;
    this.#lots = lots;
    return true;
  }
}
