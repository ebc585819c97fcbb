import type { Trade } from '../market-data/trade.ts';

/** Prints kept; older ones are forgotten. */
const TAPE_CAPACITY = 2_000;

/**
 * The latest prints of one instrument, in rising sequence. Trades known to be lost need no entry of their own: the
 * sequences of two neighbours tell which are missing between them.
 */
export class Tape {
  readonly #capacity: number;
  readonly #ring: Trade[] = [];
  /** Prints appended since the last `beginFill`; the newest lies at `(#appended - 1) % capacity`. */
  #appended = 0;
  #generation = 1;
  #isFilling = false;

  constructor(capacity: number = TAPE_CAPACITY) {
    this.#capacity = capacity;
  }

  /** Changes when sequences start anew; cursors of another generation mean nothing. */
  get generation(): number {
    return this.#generation;
  }
  get count(): number {
    return Math.min(this.#appended, this.#capacity);
  }

  /** History is being read in: more prints pass than the tape keeps, and none of them is news to a reader. */
  get isFilling(): boolean {
    return this.#isFilling;
  }

  /** Empties the tape; readers start anew once {@link endFill} was called. */
  beginFill(): void {
    this.#ring.length = 0;
    this.#appended = 0;
    this.#generation += 1;
    this.#isFilling = true;
  }

  endFill(): void {
    this.#isFilling = false;
  }

  append(trade: Trade): void {
    this.#ring[this.#appended % this.#capacity] = trade;
    this.#appended += 1;
  }

  /** Print `index` places after the oldest kept; undefined outside 0 to `count - 1`. */
  at(index: number): Trade | undefined {
    const { count } = this;
    if (index < 0 || index >= count) return undefined;
    return this.#ring[(this.#appended - count + index) % this.#capacity];
  }

  /** Index of the first print above `sequence`; `count` when there is none. */
  indexAfter(sequence: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.at(middle)?.sequence ?? Infinity) <= sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
