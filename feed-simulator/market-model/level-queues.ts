import { NO_SLOT, type OrderPool } from './order-pool.ts';

/** The order queues of one side's levels, each in a numbered place of fixed arrays, with its running sums. */
export class LevelQueues {
  readonly #oldest: Int32Array;
  readonly #newest: Int32Array;
  readonly #lots: Float64Array;
  readonly #orders: Int32Array;
  /** Free places, the last `#freeCount` of the stack. */
  readonly #free: Int32Array;
  #freeCount: number;

  constructor(capacity: number) {
    this.#oldest = new Int32Array(capacity).fill(NO_SLOT);
    this.#newest = new Int32Array(capacity).fill(NO_SLOT);
    this.#lots = new Float64Array(capacity);
    this.#orders = new Int32Array(capacity);
    this.#free = Int32Array.from({ length: capacity }, (_, place) => place);
    this.#freeCount = capacity;
  }

  lotsOf(level: number): number {
    return this.#lots[level] ?? 0;
  }
  ordersOf(level: number): number {
    return this.#orders[level] ?? 0;
  }
  oldestOf(level: number): number {
    return this.#oldest[level] ?? NO_SLOT;
  }
  newestOf(level: number): number {
    return this.#newest[level] ?? NO_SLOT;
  }

  /** A free place for an empty level. @throws RangeError when all are taken */
  take(): number {
    const level = this.#free[this.#freeCount - 1];
    if (level === undefined)
      throw new RangeError(`expected a free level of ${this.#free.length}, found none`);
    this.#freeCount--;
    return level;
  }

  /** Gives back the place of a level whose queue is empty. */
  release(level: number): void {
    this.#free[this.#freeCount] = level;
    this.#freeCount++;
  }

  append(pool: OrderPool, level: number, slot: number, lots: number): void {
    const newest = this.newestOf(level);
    pool.previous[slot] = newest;
    pool.next[slot] = NO_SLOT;
    if (newest === NO_SLOT) this.#oldest[level] = slot;
    else pool.next[newest] = slot;
    this.#newest[level] = slot;
    this.#lots[level] = this.lotsOf(level) + lots;
    this.#orders[level] = this.ordersOf(level) + 1;
  }

  remove(pool: OrderPool, level: number, slot: number): void {
    const next = pool.next[slot] ?? NO_SLOT;
    const previous = pool.previous[slot] ?? NO_SLOT;
    if (previous === NO_SLOT) this.#oldest[level] = next;
    else pool.next[previous] = next;
    if (next === NO_SLOT) this.#newest[level] = previous;
    else pool.previous[next] = previous;
    this.#lots[level] = this.lotsOf(level) - (pool.lots[slot] ?? 0);
    this.#orders[level] = this.ordersOf(level) - 1;
  }

  reduce(level: number, lots: number): void {
    this.#lots[level] = this.lotsOf(level) - lots;
  }
}
