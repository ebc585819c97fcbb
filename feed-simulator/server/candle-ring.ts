import type { VenueCandleIntervalMs } from '../../main/core/market-data/channel.ts';
import type { VenueCandle } from '../../main/core/market-data/market-event.ts';
import type { Trade } from '../../main/core/market-data/trade.ts';
import type { PriceTicks } from '../../main/core/units/price.ts';
import type { SizeLots } from '../../main/core/units/size.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';

/** Candles kept of one instrument and interval: 40 kB. */
const CANDLES_KEPT = 1_000;
/** Days come slowly: a year of them. */
const DAYS_KEPT = 366;
const DAY_MS = 86_400_000;
const FIRST_LENGTH = 16;
const MAX_SLOT = 0xffff_ffff;

/** A candle and the last trade it counts. */
export type CountedCandle = { readonly candle: VenueCandle; readonly lastTrade: number };

type Columns = {
  /** Start of the candle in intervals since 1970: with seconds, good until 2106. */
  readonly slots: Uint32Array;
  readonly opens: Int32Array;
  readonly highs: Int32Array;
  readonly lows: Int32Array;
  readonly closes: Int32Array;
  readonly volumes: Float64Array;
  readonly buyVolumes: Float64Array;
  readonly trades: Uint32Array;
};

/**
 * The newest candles of one instrument and interval. Their trades follow each other without a hole, so that the number of
 * trades in each says which candles a given trade sequence has seen.
 *
 * At most 1,000, 40 bytes each, room taken as they come: 200 instruments of all eight intervals take 59 MB when all are
 * full, which hours and days are only after weeks.
 */
export class CandleRing {
  readonly #intervalMicros: number;
  readonly #capacity: number;
  #columns = columnsOf(FIRST_LENGTH);
  /** Candles ever begun; the newest stands at `(#begun - 1) % length`. */
  #begun = 0;
  #count = 0;
  #lastTrade: number;
  #base: number;
  #voidUpTo = -1;

  /** @param lastTrade trades up to this one are not counted */
  constructor(intervalMs: VenueCandleIntervalMs, lastTrade: number) {
    this.#intervalMicros = intervalMs * 1_000;
    this.#capacity = intervalMs === DAY_MS ? DAYS_KEPT : CANDLES_KEPT;
    this.#lastTrade = lastTrade;
    this.#base = lastTrade;
  }

  /** Sequence of the last trade counted. */
  get lastTrade(): number {
    return this.#lastTrade;
  }

  /** Counts the next trade. A clock that went back changes the newest candle, never an older one. */
  add(trade: Omit<Trade, 'sequence' | 'tradeId'>): void {
    const slot = Math.floor(trade.venueTime / this.#intervalMicros);
    if (slot > MAX_SLOT) throw new RangeError(`expected a time before 2106, received ${trade.venueTime}`);
    this.#lastTrade += 1;
    if (this.#count === 0 || slot > (this.#columns.slots[this.#newest] ?? 0)) this.#begin(slot, trade.price);
    const { highs, lows, closes, volumes, buyVolumes, trades } = this.#columns;
    const place = this.#newest;
    highs[place] = Math.max(highs[place] ?? 0, trade.price);
    lows[place] = Math.min(lows[place] ?? 0, trade.price);
    closes[place] = trade.price;
    volumes[place] = (volumes[place] ?? 0) + trade.size;
    if (trade.aggressorSide === 'buy') buyVolumes[place] = (buyVolumes[place] ?? 0) + trade.size;
    trades[place] = (trades[place] ?? 0) + 1;
  }

  /** New terms: what was held is void, also to who stands at the last trade. */
  clear(): void {
    this.#count = 0;
    this.#base = this.#lastTrade;
    this.#voidUpTo = this.#lastTrade;
  }

  /** Whether every candle that changed after that trade is still held. */
  reaches(lastTrade: number): boolean {
    return lastTrade >= this.#base && lastTrade > this.#voidUpTo && lastTrade <= this.#lastTrade;
  }

  *newestFirst(): Generator<CountedCandle> {
    let lastTrade = this.#lastTrade;
    for (let back = 1; back <= this.#count; back += 1) {
      const candle = this.#read((this.#begun - back) % this.#length);
      yield { candle, lastTrade };
      lastTrade -= candle.trades;
    }
  }

  get #length(): number {
    return this.#columns.slots.length;
  }

  get #newest(): number {
    return (this.#begun - 1) % this.#length;
  }

  #begin(slot: number, price: PriceTicks): void {
    if (this.#count === this.#length && this.#length < this.#capacity) this.#grow();
    if (this.#count < this.#length) this.#count += 1;
    else this.#base += this.#columns.trades[this.#begun % this.#length] ?? 0;
    this.#begun += 1;
    const place = this.#newest;
    const { slots, opens, highs, lows, volumes, buyVolumes, trades } = this.#columns;
    slots[place] = slot;
    opens[place] = price;
    highs[place] = price;
    lows[place] = price;
    for (const sums of [volumes, buyVolumes, trades]) sums[place] = 0;
  }

  #read(place: number): VenueCandle {
    const { slots, opens, highs, lows, closes, volumes, buyVolumes, trades } = this.#columns;
    // The columns hold only what `add` was given, so each number still has the range of its type.
    return {
      startTime: ((slots[place] ?? 0) * this.#intervalMicros) as TimestampMicros,
      open: (opens[place] ?? 0) as PriceTicks,
      high: (highs[place] ?? 0) as PriceTicks,
      low: (lows[place] ?? 0) as PriceTicks,
      close: (closes[place] ?? 0) as PriceTicks,
      volume: (volumes[place] ?? 0) as SizeLots,
      buyVolume: (buyVolumes[place] ?? 0) as SizeLots,
      trades: trades[place] ?? 0,
    };
  }

  /** Called when full: the candles move to the front of longer columns, oldest first. */
  #grow(): void {
    const [old, length] = [this.#columns, this.#length];
    const columns = columnsOf(Math.min(this.#capacity, length * 2));
    const oldest = this.#begun % length;
    for (const name of Object.keys(columns) as (keyof Columns)[]) {
      columns[name].set(old[name].subarray(oldest));
      columns[name].set(old[name].subarray(0, oldest), length - oldest);
    }
    this.#columns = columns;
    this.#begun = length;
  }
}

function columnsOf(length: number): Columns {
  return {
    slots: new Uint32Array(length),
    opens: new Int32Array(length),
    highs: new Int32Array(length),
    lows: new Int32Array(length),
    closes: new Int32Array(length),
    volumes: new Float64Array(length),
    buyVolumes: new Float64Array(length),
    trades: new Uint32Array(length),
  };
}
