import { ASK, BID, type LevelKey, type Side } from '../../main/core/market-data/flat-levels.ts';
import { isPriceTicks, MAX_PRICE_TICKS } from '../../main/core/units/price.ts';
import { NO_SLOT, OrderPool, type OrderId } from './order-pool.ts';
import { RestingSide } from './resting-side.ts';

/** Who hears what an order did, in the order in which it happened. */
export type MatchListener = {
  /** One fill of an incoming order against one resting order, at the resting order's price. */
  filled(tick: number, lots: number, aggressor: Side, resting: OrderId): void;
  /** The sum of lots at this level may be another one now. The same key may come several times for one order. */
  levelChanged(key: LevelKey): void;
};

/** What `limit` answers instead of an order id when nothing rests. */
export const WHOLLY_FILLED = 0;
export const REFUSED = -1;

/**
 * A continuous double auction for one instrument: price priority, then time priority. Incoming orders trade against
 * the best opposite level, oldest order first, at the resting order's price; what a limit order has left rests. The
 * book is therefore never locked or crossed. A partial fill keeps an order's place in its queue.
 */
export class MatchingEngine {
  readonly bids: RestingSide;
  readonly asks: RestingSide;
  readonly #orders: OrderPool;
  readonly #listener: MatchListener;

  /** @param bounds most orders resting on both sides together (1 to 262,144) and most levels on one side */
  constructor(bounds: { maxOrders: number; maxLevels: number }, listener: MatchListener) {
    this.bids = new RestingSide(BID, bounds.maxLevels);
    this.asks = new RestingSide(ASK, bounds.maxLevels);
    this.#orders = new OrderPool(bounds.maxOrders);
    this.#listener = listener;
  }

  /** Orders resting on both sides. */
  get orderCount(): number {
    return this.#orders.count;
  }

  /** The side on which bids or asks rest. */
  side(side: Side): RestingSide {
    return side === BID ? this.bids : this.asks;
  }

  /**
   * Buys (side `BID`) or sells up to `lots` at `tick` or better; the remainder rests at `tick`.
   *
   * @returns the id of what rests; `WHOLLY_FILLED` when nothing is left; `REFUSED` when the book has no room for an
   *   order to rest, in which case nothing has happened
   * @throws RangeError for a tick that is not a price or lots that are not an integer above 0
   */
  limit(side: Side, tick: number, lots: number): OrderId {
    requireOrder(tick, lots);
    if (this.#orders.isFull() || !this.side(side).hasRoom()) return REFUSED;
    const left = this.#match(side, tick, lots);
    if (left === 0) return WHOLLY_FILLED;
    const slot = this.#orders.take();
    this.side(side).append(this.#orders, slot, tick, left);
    this.#listener.levelChanged(tick * 2 + side);
    return this.#orders.idOf(slot);
  }

  /** As `limit`, but what is left is cancelled at once. @returns the lots filled */
  immediateOrCancel(side: Side, tick: number, lots: number): number {
    requireOrder(tick, lots);
    return lots - this.#match(side, tick, lots);
  }

  /** Trades at any price; what the opposite side cannot fill is cancelled. @returns the lots filled */
  market(side: Side, lots: number): number {
    return this.immediateOrCancel(side, side === BID ? MAX_PRICE_TICKS : 0, lots);
  }

  /** Takes a resting order out. @returns false when it no longer rests */
  cancel(order: OrderId): boolean {
    const slot = this.#orders.slotOf(order);
    if (slot === NO_SLOT) return false;
    const key = this.#orders.key[slot] ?? 0;
    this.side((key & 1) as Side).remove(this.#orders, slot); // the low bit of a key is its side
    this.#orders.release(slot);
    this.#listener.levelChanged(key);
    return true;
  }

  /** The order that would trade last (or first) at a price; 0 when none rests there. */
  orderAt(side: Side, tick: number, which: 'newest' | 'oldest'): OrderId {
    const slot = this.side(side).orderAt(tick, which === 'newest');
    return slot === NO_SLOT ? 0 : this.#orders.idOf(slot);
  }

  /** Fills against the opposite side while prices agree. @returns the lots left */
  #match(side: Side, limitTick: number, lots: number): number {
    const resting = side === BID ? this.asks : this.bids;
    let left = lots;
    while (left > 0) {
      const tick = resting.best;
      if (tick < 0 || (side === BID ? tick > limitTick : tick < limitTick)) break;
      left -= this.#fillOldest(resting, tick, left, side);
    }
    return left;
  }

  #fillOldest(resting: RestingSide, tick: number, wanted: number, aggressor: Side): number {
    const orders = this.#orders;
    const slot = resting.orderAt(tick, false);
    const available = orders.lots[slot] ?? 0;
    const order = orders.idOf(slot);
    const lots = Math.min(available, wanted);
    if (lots === available) {
      resting.remove(orders, slot);
      orders.release(slot);
    } else {
      resting.reduce(orders, slot, lots);
    }
    this.#listener.filled(tick, lots, aggressor, order);
    this.#listener.levelChanged(tick * 2 + resting.side);
    return lots;
  }
}

function requireOrder(tick: number, lots: number): void {
  if (!isPriceTicks(tick)) throw new RangeError(`expected a price in ticks, received ${tick}`);
  if (!Number.isSafeInteger(lots) || lots < 1)
    throw new RangeError(`expected lots above 0, received ${lots}`);
}
