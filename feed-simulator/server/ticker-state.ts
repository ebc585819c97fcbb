import { ASK, BID, ticksOfKey } from '../../main/core/market-data/flat-levels.ts';
import type { Side } from '../../main/core/market-data/flat-levels.ts';
import type { PriceTicks } from '../../main/core/units/price.ts';
import type { SizeLots } from '../../main/core/units/size.ts';
import type { DayStatistics, TradedSoFar } from './day-statistics.ts';
import type { VenueBook } from './venue-book.ts';

/** What a ticker says, and how many times it has changed: 1 for what was first seen. */
export type TickerValue = TradedSoFar & {
  readonly sequence: number;
  readonly bid: PriceTicks | null;
  readonly bidSize: SizeLots;
  readonly ask: PriceTicks | null;
  readonly askSize: SizeLots;
};

/**
 * The ticker of one instrument, shared by the feeds of all conflations. It is looked at only when somebody follows one of
 * them, so that its changes cost nothing otherwise: what came and went unseen counts as one change.
 */
export class TickerState {
  readonly #book: VenueBook;
  #day: DayStatistics;
  #value: TickerValue | null = null;

  constructor(book: VenueBook, day: DayStatistics) {
    this.#book = book;
    this.#day = day;
  }

  now(): TickerValue {
    const before = this.#value;
    const traded = this.#day.at(this.#book.venueTime);
    const bid = this.#best(BID);
    const ask = this.#best(ASK);
    if (
      before !== null &&
      before.bid === bid.price &&
      before.bidSize === bid.size &&
      before.ask === ask.price &&
      before.askSize === ask.size &&
      isSame(before, traded)
    )
      return before;
    this.#value = {
      ...traded,
      sequence: (before?.sequence ?? 0) + 1,
      bid: bid.price,
      bidSize: bid.size,
      ask: ask.price,
      askSize: ask.size,
    };
    return this.#value;
  }

  /** New terms: the day begins anew. */
  restart(day: DayStatistics): void {
    this.#day = day;
  }

  #best(side: Side): { price: PriceTicks | null; size: SizeLots } {
    const key = this.#book.keysOf(side).at(0);
    if (key === undefined) return { price: null, size: 0 as SizeLots };
    return { price: ticksOfKey(key), size: this.#book.sizeOf(key) as SizeLots };
  }
}

/** Within a day the number of trades tells; a new day, or new terms, start elsewhere. */
function isSame(before: TickerValue, traded: TradedSoFar): boolean {
  return (
    before.trades === traded.trades && before.dayStart === traded.dayStart && before.last === traded.last
  );
}
