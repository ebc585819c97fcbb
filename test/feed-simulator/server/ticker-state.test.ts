import { describe, expect, it } from 'vitest';
import { priceTicks } from '../../../main/core/units/price.ts';
import { sizeLots } from '../../../main/core/units/size.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { DayStatistics } from '../../../feed-simulator/server/day-statistics.ts';
import { TickerState } from '../../../feed-simulator/server/ticker-state.ts';
import { VenueBook } from '../../../feed-simulator/server/venue-book.ts';
import { OPENING_BOOK, ask, bid } from './venue-fixture.ts';

const DAY = 86_400_000_000;
const at = (days: number) => timestampMicros(Math.floor(days * DAY));

function tradeOf(price: number, days: number) {
  return {
    price: priceTicks(price),
    size: sizeLots(2),
    aggressorSide: 'sell',
    venueTime: at(days),
  } as const;
}

describe('DayStatistics', () => {
  it('begins anew with the UTC day and keeps the last trade', () => {
    const day = new DayStatistics(at(10.5));
    expect(day.at(at(10.6))).toMatchObject({
      last: null,
      lastSide: 'unknown',
      open: null,
      dayStart: at(10.5),
    });
    for (const price of [100, 103, 99]) day.add(tradeOf(price, 10.7));
    expect(day.at(at(10.9))).toEqual({
      ...{ last: 99, lastSize: 2, lastSide: 'sell' },
      ...{ open: 100, high: 103, low: 99, volume: 6, trades: 3, dayStart: at(10.5) },
    });
    expect(day.at(at(11))).toEqual({
      ...{ last: 99, lastSize: 2, lastSide: 'sell' },
      ...{ open: null, high: null, low: null, volume: 0, trades: 0, dayStart: at(11) },
    });
    day.add(tradeOf(104, 13.2));
    expect(day.at(at(13.2))).toMatchObject({ open: 104, trades: 1, dayStart: at(13) });
  });
});

describe('TickerState', () => {
  it('counts a change of the touch or of the trades, and nothing else', () => {
    const book = new VenueBook(OPENING_BOOK, at(1));
    const day = new DayStatistics(at(1));
    const ticker = new TickerState(book, day);
    const sequences = [ticker.now().sequence];
    const look = (): void => void sequences.push(ticker.now().sequence);
    look();
    book.apply(bid(98, 1), at(1.1));
    look();
    book.apply(bid(100, 11), at(1.1));
    look();
    book.apply(ask(101, 0), at(1.1));
    look();
    day.add(tradeOf(100, 1.1));
    look();
    book.apply([], at(2.1));
    look();
    expect(sequences).toEqual([1, 1, 1, 2, 3, 4, 5]);
    expect(ticker.now()).toMatchObject({
      bid: 100,
      bidSize: 11,
      ask: 102,
      askSize: 20,
      last: 100,
      trades: 0,
    });
  });

  it('counts what came while nobody looked as one change', () => {
    const book = new VenueBook(OPENING_BOOK, at(1));
    const ticker = new TickerState(book, new DayStatistics(at(1)));
    ticker.now();
    for (let lots = 50; lots < 60; lots += 1) book.apply(bid(100, lots), at(1));
    expect(ticker.now()).toMatchObject({ sequence: 2, bidSize: 59 });
  });

  it('has no price for an empty side, and no trade under new terms', () => {
    const book = new VenueBook(bid(5, 6), at(1));
    const day = new DayStatistics(at(1));
    day.add(tradeOf(5, 1));
    const ticker = new TickerState(book, day);
    expect(ticker.now()).toMatchObject({ bid: 5, bidSize: 6, ask: null, askSize: 0, last: 5 });
    ticker.restart(new DayStatistics(at(1.5)));
    expect(ticker.now()).toMatchObject({ sequence: 2, last: null, trades: 0, dayStart: at(1.5) });
  });
});
