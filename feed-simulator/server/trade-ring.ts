import type { AggressorSide, Trade } from '../../main/core/market-data/trade.ts';
import type { PriceTicks } from '../../main/core/units/price.ts';
import type { SizeLots } from '../../main/core/units/size.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';

const SIDES: readonly AggressorSide[] = ['unknown', 'buy', 'sell'];

/** Columns, because a hundred thousand trades as objects would take three times the memory and the collector's time. */
type Columns = {
  readonly tradeIds: Float64Array;
  readonly prices: Int32Array;
  readonly sizes: Float64Array;
  readonly sides: Uint8Array;
  readonly venueTimes: Float64Array;
};

/** The last trades of one instrument, newest kept, at most `capacity`. Their sequences are consecutive from 1. */
export class TradeRing {
  readonly #columns: Columns;
  readonly #capacity: number;
  #last = 0;
  #firstAvailable = 1;

  /** @param capacity trades kept, a programmer's choice of at least 1 */
  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1)
      throw new RangeError(`expected a capacity of at least 1 trade, received ${capacity}`);
    this.#capacity = capacity;
    this.#columns = {
      tradeIds: new Float64Array(capacity),
      prices: new Int32Array(capacity),
      sizes: new Float64Array(capacity),
      sides: new Uint8Array(capacity),
      venueTimes: new Float64Array(capacity),
    };
  }

  /** Sequence of the newest trade, 0 before the first. */
  get last(): number {
    return this.#last;
  }

  /** Sequence of the oldest trade still held; `last + 1` when none is. */
  get firstAvailable(): number {
    return this.#firstAvailable;
  }

  /** Numbers the trade and keeps it; the oldest goes when the ring is full. */
  append(trade: Omit<Trade, 'sequence'>): void {
    this.#last += 1;
    const place = this.#last % this.#capacity;
    this.#columns.tradeIds[place] = trade.tradeId;
    this.#columns.prices[place] = trade.price;
    this.#columns.sizes[place] = trade.size;
    this.#columns.sides[place] = SIDES.indexOf(trade.aggressorSide);
    this.#columns.venueTimes[place] = trade.venueTime;
    if (this.#last - this.#firstAvailable >= this.#capacity) this.#firstAvailable += 1;
  }

  /** Forgets the trades, not their count: after new terms their prices would be read on the wrong grid. */
  clear(): void {
    this.#firstAvailable = this.#last + 1;
  }

  /**
   * Trades `from` to `to`, both inclusive; none when `to` is below `from`.
   *
   * @throws RangeError when they are not all held
   */
  slice(from: number, to: number): Trade[] {
    const trades: Trade[] = [];
    if (to >= from && (from < this.#firstAvailable || to > this.#last))
      throw new RangeError(
        `expected trades held, ${this.#firstAvailable} to ${this.#last}, received ${from} to ${to}`,
      );
    for (let sequence = from; sequence <= to; sequence += 1) trades.push(this.#read(sequence));
    return trades;
  }

  #read(sequence: number): Trade {
    const place = sequence % this.#capacity;
    const { tradeIds, prices, sizes, sides, venueTimes } = this.#columns;
    // The columns hold only what `append` was given, so each number still has the range of its type.
    return {
      sequence,
      tradeId: tradeIds[place] ?? 0,
      price: (prices[place] ?? 0) as PriceTicks,
      size: (sizes[place] ?? 0) as SizeLots,
      aggressorSide: SIDES[sides[place] ?? 0] ?? 'unknown',
      venueTime: (venueTimes[place] ?? 0) as TimestampMicros,
    };
  }
}
