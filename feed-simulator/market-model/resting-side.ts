import { BID, type LevelKey, type Side } from '../../main/core/market-data/flat-levels.ts';
import { LevelQueues } from './level-queues.ts';
import { NO_SLOT, type OrderPool } from './order-pool.ts';
import { SortedRanks } from './sorted-ranks.ts';

/**
 * One side of the engine's book: levels sorted worst to best, each a first-in first-out queue of orders.
 */
export class RestingSide {
  readonly side: Side;
  /** 1 for bids and -1 for asks: a tick times this rises towards the touch. */
  readonly #sign: number;
  readonly #levels: LevelQueues;
  readonly #ranks: SortedRanks;

  /** @param capacity most levels held at once */
  constructor(side: Side, capacity: number) {
    this.side = side;
    this.#sign = side === BID ? 1 : -1;
    this.#levels = new LevelQueues(capacity);
    this.#ranks = new SortedRanks(capacity);
  }

  /** Number of levels. */
  get depth(): number {
    return this.#ranks.length;
  }

  hasRoom(): boolean {
    return !this.#ranks.isFull();
  }

  /** Tick of the level `fromBest` places behind the touch (0 is the touch), -1 when there is none. */
  tickAt(fromBest: number): number {
    const length = this.#ranks.length;
    if (fromBest >= length) return -1;
    const rank = this.#ranks.rankAt(length - 1 - fromBest);
    return rank < 0 ? -rank : rank;
  }

  /** Tick of the touch, -1 when the side is empty. */
  get best(): number {
    return this.tickAt(0);
  }

  /** Tick of the level furthest from the touch, -1 when the side is empty. */
  get worst(): number {
    return this.depth === 0 ? -1 : this.tickAt(this.depth - 1);
  }

  /** Sum of the lots resting at a tick, 0 when no level is there. */
  lotsAt(tick: number): number {
    const at = this.#ranks.find(tick * this.#sign);
    return at < 0 ? 0 : this.#levels.lotsOf(this.#ranks.queueAt(at));
  }

  /** Number of orders resting at a tick. */
  ordersAt(tick: number): number {
    const at = this.#ranks.find(tick * this.#sign);
    return at < 0 ? 0 : this.#levels.ordersOf(this.#ranks.queueAt(at));
  }

  /** Pool slot of the order that trades first (`fromNewest` false) or last at a tick; `NO_SLOT` when none rests there. */
  orderAt(tick: number, fromNewest: boolean): number {
    const at = this.#ranks.find(tick * this.#sign);
    if (at < 0) return NO_SLOT;
    const level = this.#ranks.queueAt(at);
    return fromNewest ? this.#levels.newestOf(level) : this.#levels.oldestOf(level);
  }

  /** Puts an order at the end of the queue of its tick. The caller has asked `hasRoom`. */
  append(pool: OrderPool, slot: number, tick: number, lots: number): void {
    const at = this.#ranks.find(tick * this.#sign);
    const level = at < 0 ? this.#open(-at - 1, tick) : this.#ranks.queueAt(at);
    const key: LevelKey = tick * 2 + this.side;
    pool.key[slot] = key;
    pool.lots[slot] = lots;
    this.#levels.append(pool, level, slot, lots);
  }

  /** Takes an order out of its queue, and its level out of the book with the last one. The slot stays the caller's. */
  remove(pool: OrderPool, slot: number): void {
    const at = this.#placeOf(pool, slot);
    const level = this.#ranks.queueAt(at);
    this.#levels.remove(pool, level, slot);
    if (this.#levels.ordersOf(level) > 0) return;
    this.#levels.release(level);
    this.#ranks.delete(at);
  }

  /** Takes lots off an order that stays, as a partial fill does: it keeps its place. */
  reduce(pool: OrderPool, slot: number, lots: number): void {
    pool.lots[slot] = (pool.lots[slot] ?? 0) - lots;
    this.#levels.reduce(this.#ranks.queueAt(this.#placeOf(pool, slot)), lots);
  }

  #placeOf(pool: OrderPool, slot: number): number {
    return this.#ranks.find(((pool.key[slot] ?? 0) >>> 1) * this.#sign);
  }

  #open(at: number, tick: number): number {
    const level = this.#levels.take();
    this.#ranks.insert(at, tick * this.#sign, level);
    return level;
  }
}
