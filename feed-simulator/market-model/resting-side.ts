import { BID, type LevelKey, type Side } from '../../main/core/market-data/flat-levels.ts';
import { LevelQueues } from './level-queues.ts';
import { NO_SLOT, type OrderPool } from './order-pool.ts';

/**
 * One side of the engine's book: levels sorted worst to best, each a first-in first-out queue of orders.
 * The best level is last, because that is where levels come and go.
 */
export class RestingSide {
  readonly side: Side;
  /** 1 for bids and -1 for asks: a tick times this rises towards the touch. */
  readonly #sign: number;
  readonly #levels: LevelQueues;
  readonly #ranks: Int32Array;
  readonly #slots: Int32Array;
  #length = 0;

  /** @param capacity most levels held at once */
  constructor(side: Side, capacity: number) {
    this.side = side;
    this.#sign = side === BID ? 1 : -1;
    this.#levels = new LevelQueues(capacity);
    this.#ranks = new Int32Array(capacity);
    this.#slots = new Int32Array(capacity);
  }

  /** Number of levels. */
  get depth(): number {
    return this.#length;
  }

  hasRoom(): boolean {
    return this.#length < this.#ranks.length;
  }

  /** Tick of the level `fromBest` places behind the touch (0 is the touch), -1 when there is none. */
  tickAt(fromBest: number): number {
    if (fromBest >= this.#length) return -1;
    const rank = this.#ranks[this.#length - 1 - fromBest] ?? 0;
    return rank < 0 ? -rank : rank;
  }

  /** Tick of the touch, -1 when the side is empty. */
  get best(): number {
    return this.tickAt(0);
  }

  /** Tick of the level furthest from the touch, -1 when the side is empty. */
  get worst(): number {
    return this.#length === 0 ? -1 : this.tickAt(this.#length - 1);
  }

  /** Sum of the lots resting at a tick, 0 when no level is there. */
  lotsAt(tick: number): number {
    const at = this.#find(tick);
    return at < 0 ? 0 : this.#levels.lotsOf(this.#slots[at] ?? 0);
  }

  /** Number of orders resting at a tick. */
  ordersAt(tick: number): number {
    const at = this.#find(tick);
    return at < 0 ? 0 : this.#levels.ordersOf(this.#slots[at] ?? 0);
  }

  /** Pool slot of the order that trades first (`fromNewest` false) or last at a tick; `NO_SLOT` when none rests there. */
  orderAt(tick: number, fromNewest: boolean): number {
    const at = this.#find(tick);
    if (at < 0) return NO_SLOT;
    const level = this.#slots[at] ?? 0;
    return fromNewest ? this.#levels.newestOf(level) : this.#levels.oldestOf(level);
  }

  /** Puts an order at the end of the queue of its tick. The caller has asked `hasRoom`. */
  append(pool: OrderPool, slot: number, tick: number, lots: number): void {
    const at = this.#find(tick);
    const level = at < 0 ? this.#insert(-at - 1, tick) : (this.#slots[at] ?? 0);
    const key: LevelKey = tick * 2 + this.side;
    pool.key[slot] = key;
    pool.lots[slot] = lots;
    this.#levels.append(pool, level, slot, lots);
  }

  /** Takes an order out of its queue, and its level out of the book with the last one. The slot stays the caller's. */
  remove(pool: OrderPool, slot: number): void {
    const at = this.#find((pool.key[slot] ?? 0) >>> 1);
    const level = this.#slots[at] ?? 0;
    this.#levels.remove(pool, level, slot);
    if (this.#levels.ordersOf(level) === 0) this.#delete(at);
  }

  /** Takes lots off an order that stays, as a partial fill does: it keeps its place. */
  reduce(pool: OrderPool, slot: number, lots: number): void {
    const at = this.#find((pool.key[slot] ?? 0) >>> 1);
    pool.lots[slot] = (pool.lots[slot] ?? 0) - lots;
    this.#levels.reduce(this.#slots[at] ?? 0, lots);
  }

  /** Position of a tick, or `-(position it would take) - 1`. Near the touch first, where nearly all look-ups are. */
  #find(tick: number): number {
    const rank = tick * this.#sign;
    let low = 0;
    let high = this.#length - 1;
    const near = high - 8;
    if (near > 0) {
      if ((this.#ranks[near] ?? 0) < rank) low = near + 1;
      else high = near;
    }
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = this.#ranks[middle] ?? 0;
      if (found === rank) return middle;
      if (found < rank) low = middle + 1;
      else high = middle - 1;
    }
    return -low - 1;
  }

  #insert(at: number, tick: number): number {
    const level = this.#levels.take();
    for (let index = this.#length; index > at; index--) {
      this.#ranks[index] = this.#ranks[index - 1] ?? 0;
      this.#slots[index] = this.#slots[index - 1] ?? 0;
    }
    this.#ranks[at] = tick * this.#sign;
    this.#slots[at] = level;
    this.#length++;
    return level;
  }

  #delete(at: number): void {
    this.#levels.release(this.#slots[at] ?? 0);
    this.#ranks.copyWithin(at, at + 1, this.#length);
    this.#slots.copyWithin(at, at + 1, this.#length);
    this.#length--;
  }
}
