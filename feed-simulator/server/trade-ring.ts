import type { AggressorSide, Trade } from '../../main/core/market-data/trade.ts';
import type { PriceTicks } from '../../main/core/units/price.ts';
import type { SizeLots } from '../../main/core/units/size.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';

const SIDES: readonly AggressorSide[] = ['unknown', 'buy', 'sell'];
const FIRST_LENGTH = 256;
/** Trades kept per instrument at most, and at least (PROTOCOL.md section 7). */
const MOST_KEPT = 100_000;
const LEAST_KEPT = 10_000;
/** Over all instruments: 29 bytes each, 116 MB. */
const KEPT_IN_ALL = 4_000_000;

/** How many trades each of so many instruments keeps. */
export function tradesKept(instruments: number): number {
  return Math.max(LEAST_KEPT, Math.min(MOST_KEPT, Math.floor(KEPT_IN_ALL / Math.max(1, instruments))));
}

/** Columns, because a hundred thousand trades as objects would take three times the memory and the collector's time. */
type Columns = {
  readonly tradeIds: Float64Array;
  readonly prices: Int32Array;
  readonly sizes: Float64Array;
  readonly sides: Uint8Array;
  readonly venueTimes: Float64Array;
};

/**
 * The last trades of one instrument, newest kept, at most `capacity`. Their sequences are consecutive from 1. Room is
 * taken as trades come.
 */
export class TradeRing {
  readonly #capacity: number;
  #columns: Columns;
  #last = 0;
  #firstAvailable = 1;

  /** @param capacity trades kept, a programmer's choice of at least 1 */
  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1)
      throw new RangeError(`expected a capacity of at least 1 trade, received ${capacity}`);
    this.#capacity = capacity;
    this.#columns = columnsOf(Math.min(capacity, FIRST_LENGTH));
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
    if (this.#last - this.#firstAvailable + 1 === this.#length) {
      if (this.#length < this.#capacity) this.#grow();
      else this.#firstAvailable += 1;
    }
    this.#last += 1;
    const place = this.#last % this.#length;
    this.#columns.tradeIds[place] = trade.tradeId;
    this.#columns.prices[place] = trade.price;
    this.#columns.sizes[place] = trade.size;
    this.#columns.sides[place] = SIDES.indexOf(trade.aggressorSide);
    this.#columns.venueTimes[place] = trade.venueTime;
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

  get #length(): number {
    return this.#columns.sides.length;
  }

  #read(sequence: number): Trade {
    const place = sequence % this.#length;
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

  /** Every trade held gets its place in columns of twice the length. */
  #grow(): void {
    const held = this.slice(this.#firstAvailable, this.#last);
    this.#columns = columnsOf(Math.min(this.#capacity, this.#length * 2));
    this.#last = this.#firstAvailable - 1;
    for (const trade of held) this.append(trade);
  }
}

function columnsOf(length: number): Columns {
  return {
    tradeIds: new Float64Array(length),
    prices: new Int32Array(length),
    sizes: new Float64Array(length),
    sides: new Uint8Array(length),
    venueTimes: new Float64Array(length),
  };
}
