import type { AggressorSide, Trade } from '../../main/core/market-data/trade.ts';
import type { PriceTicks } from '../../main/core/units/price.ts';
import type { SizeLots } from '../../main/core/units/size.ts';
import { timestampMicros } from '../../main/core/units/timestamp.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';

const DAY_MICROS = 86_400_000_000;
const NONE = 0 as SizeLots;

/** What a ticker says of trades. Prices are null while there was none. */
export type TradedSoFar = {
  readonly last: PriceTicks | null;
  readonly lastSize: SizeLots;
  readonly lastSide: AggressorSide;
  readonly open: PriceTicks | null;
  readonly high: PriceTicks | null;
  readonly low: PriceTicks | null;
  readonly volume: SizeLots;
  readonly trades: number;
  readonly dayStart: TimestampMicros;
};

/** The trades of one instrument since the simulated UTC day began, or since a later start. The last trade outlives a day. */
export class DayStatistics {
  #soFar: TradedSoFar;

  /** @param start of the history, or of the terms: nothing before it counts */
  constructor(start: TimestampMicros) {
    this.#soFar = startingAt(start);
  }

  /** As of `now`, which begins a new day if the last one is over. */
  at(now: TimestampMicros): TradedSoFar {
    if (now >= nextDay(this.#soFar.dayStart)) {
      const { last, lastSize, lastSide } = this.#soFar;
      this.#soFar = { ...startingAt(dayOf(now)), last, lastSize, lastSide };
    }
    return this.#soFar;
  }

  /** @param trade one that comes after all before it */
  add({ price, size, aggressorSide, venueTime }: Omit<Trade, 'sequence' | 'tradeId'>): void {
    const { open, high, low, volume, trades, dayStart } = this.at(venueTime);
    this.#soFar = {
      last: price,
      lastSize: size,
      lastSide: aggressorSide,
      open: open ?? price,
      high: high === null || price > high ? price : high,
      low: low === null || price < low ? price : low,
      volume: (volume + size) as SizeLots,
      trades: trades + 1,
      dayStart,
    };
  }
}

function startingAt(dayStart: TimestampMicros): TradedSoFar {
  return {
    last: null,
    lastSize: NONE,
    lastSide: 'unknown',
    open: null,
    high: null,
    low: null,
    volume: NONE,
    trades: 0,
    dayStart,
  };
}

function dayOf(time: TimestampMicros): TimestampMicros {
  return timestampMicros(time - (time % DAY_MICROS));
}

function nextDay(start: TimestampMicros): number {
  return dayOf(start) + DAY_MICROS;
}
