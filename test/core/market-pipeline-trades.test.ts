import { beforeEach, describe, expect, it } from 'vitest';
import { instrumentId } from '../../main/core/instrument/instrument.ts';
import { MarketPipeline, type TradesOutcome } from '../../main/core/market-pipeline.ts';
import { priceTicks } from '../../main/core/units/price.ts';
import {
  anInstrument,
  aSnapshot,
  BOOK_SUBSCRIPTION,
  aTrade,
  EPOCH,
  someHistory,
  someTrades,
  tradeRange,
  TRADES_SUBSCRIPTION,
} from '../support/market-events.ts';
import { acceptBook } from '../support/accept-book.ts';

const NOTHING: TradesOutcome = { trades: [], history: null, fault: null };

let pipeline: MarketPipeline;
/** Stands at trade 4 with its history read. */
beforeEach(() => {
  pipeline = new MarketPipeline(anInstrument());
  pipeline.bindTrades(TRADES_SUBSCRIPTION, EPOCH, 4, 0);
  pipeline.acceptTrades(someHistory(1, 4), 0);
});

const onTape = (): (number | undefined)[] =>
  Array.from({ length: pipeline.tape.count }, (_, index) => pipeline.tape.at(index)?.sequence);
const completeness = (): (boolean | undefined)[] => {
  const series = pipeline.candles(1_000);
  return Array.from({ length: series.count }, (_, index) => series.at(index)?.isComplete);
};

describe('MarketPipeline, the trades', () => {
  it('asks for the history before its subscription and fills tape, summary and candles from it', () => {
    const fresh = new MarketPipeline(anInstrument(), { historyDepth: 3 });
    expect(fresh.bindTrades(TRADES_SUBSCRIPTION, EPOCH, 9, 0)).toEqual({
      ...NOTHING,
      history: { from: 7, to: 9 },
    });
    expect([fresh.isAwaitingTrades, fresh.tape.isFilling]).toEqual([true, true]);
    expect(fresh.acceptTrades(someHistory(7, 9), 0).trades).toEqual(tradeRange(7, 9));
    expect([fresh.isAwaitingTrades, fresh.tape.isFilling, fresh.tape.count]).toEqual([false, false, 3]);
    expect([fresh.tradeSummary.openTicks, fresh.candles(300_000).at(0)?.volumeLots]).toEqual([507, 3]);
  });

  it('follows live trades', () => {
    expect(pipeline.acceptTrades(someTrades(5, 6), 0)).toEqual({ ...NOTHING, trades: tradeRange(5, 6) });
    expect([onTape(), completeness()]).toEqual([
      [1, 2, 3, 4, 5, 6],
      [true, true, true, true, true, true],
    ]);
  });

  it('calls its trades live only while it is subscribed and nothing is known to be missing', () => {
    const fresh = new MarketPipeline(anInstrument());
    fresh.bindBook(BOOK_SUBSCRIPTION, EPOCH, 0);
    acceptBook(fresh, aSnapshot(), 0);
    expect([fresh.quality.isLive, fresh.tradesQuality.isLive]).toEqual([true, false]);
    fresh.bindTrades(TRADES_SUBSCRIPTION, EPOCH, 2, 0);
    expect(fresh.tradesQuality).toMatchObject({ isLive: false, reason: 'syncing' });
    fresh.acceptTrades(someHistory(1, 2), 0);
    expect(fresh.tradesQuality).toBe(fresh.quality);
    fresh.unbind('disconnected', 5);
    expect(fresh.tradesQuality).toBe(fresh.quality);
  });

  it('marks the newest candle while lost trades are awaited, and clears it once history has them', () => {
    expect(pipeline.acceptTrades(someTrades(7, 7), 0).history).toEqual({ from: 5, to: 6 });
    expect(completeness()).toEqual([true, true, true, false]);
    pipeline.acceptTrades(someHistory(5, 6), 0);
    expect([onTape(), completeness()]).toEqual([[1, 2, 3, 4, 5, 6, 7], Array(7).fill(true)]);
  });

  it('marks the candles around trades that history does not bring in time', () => {
    pipeline.acceptTrades(someTrades(7, 7), 0);
    pipeline.historyAsked(0);
    expect(pipeline.checkDeadlines(4_999)).toEqual(NOTHING);
    expect(pipeline.checkDeadlines(5_000).trades).toEqual([aTrade(7)]);
    expect([onTape(), completeness()]).toEqual([
      [1, 2, 3, 4, 7],
      [true, true, true, false, false],
    ]);
  });

  it('does so when the venue refuses the history', () => {
    pipeline.acceptTrades(
      { type: 'gap', epoch: EPOCH, subscription: TRADES_SUBSCRIPTION, from: 5, to: 6 },
      0,
    );
    expect(pipeline.refuseHistory(0)).toEqual(NOTHING);
    pipeline.acceptTrades(someTrades(7, 7), 0);
    expect(completeness()).toEqual([true, true, true, false, false]);
  });

  it('asks for what a heartbeat says was sent', () => {
    expect(pipeline.heartbeatTrades(4, 0)).toEqual(NOTHING);
    expect(pipeline.heartbeatTrades(6, 0).history).toEqual({ from: 5, to: 6 });
  });

  it('ignores what is meant for another epoch, subscription or instrument', () => {
    const strays = [
      { ...someTrades(5, 5), epoch: EPOCH + 1 },
      { ...someTrades(5, 5), subscription: 9 },
      someHistory(5, 5, { instrument: instrumentId('OTHER') }),
    ];
    expect(strays.map((event) => pipeline.acceptTrades(event, 0))).toEqual([NOTHING, NOTHING, NOTHING]);
  });

  it('refuses a message with a price out of range and asks history for its trades', () => {
    const bad = someTrades(5, 6, [aTrade(5), aTrade(6, { price: priceTicks(0) })]);
    expect(pipeline.acceptTrades(bad, 0)).toMatchObject({
      trades: [],
      history: { from: 5, to: 6 },
      fault: { code: 'TRADE_TICK_OUT_OF_RANGE', received: '0 in trade 6' },
    });
    const again = someHistory(5, 6, { trades: bad.trades });
    expect(pipeline.acceptTrades(again, 0)).toMatchObject({
      trades: [],
      history: null,
      fault: { kind: 'trade-fault' },
    });
    pipeline.acceptTrades(someTrades(7, 7), 0);
    expect(onTape()).toEqual([1, 2, 3, 4, 7]);
  });

  it('goes on after a reconnect under the same epoch with the trades missed', () => {
    pipeline.unbind('disconnected', 50);
    expect([completeness().at(-1), pipeline.acceptTrades(someTrades(5, 5), 0)]).toEqual([false, NOTHING]);
    expect(pipeline.checkDeadlines(90_000)).toEqual(NOTHING);
    expect(pipeline.bindTrades(8, EPOCH, 6, 90_000).history).toEqual({ from: 5, to: 6 });
    pipeline.acceptTrades(someHistory(5, 6), 90_000);
    expect([onTape(), completeness()]).toEqual([[1, 2, 3, 4, 5, 6], Array(6).fill(true)]);
  });

  it('starts anew under another epoch', () => {
    const { generation } = pipeline.tape;
    expect(pipeline.bindTrades(1, EPOCH + 1, 2, 0).history).toEqual({ from: 1, to: 2 });
    expect([pipeline.tape.generation, onTape(), pipeline.tradeSummary.last]).toEqual([
      generation + 1,
      [],
      null,
    ]);
  });

  it('starts anew when the venue counts from the beginning under the same epoch', () => {
    expect(pipeline.bindTrades(TRADES_SUBSCRIPTION, EPOCH, 2, 0).history).toEqual({ from: 1, to: 2 });
  });

  it('mixes no prices of two tick sizes', () => {
    pipeline.acceptTrades(someTrades(7, 7), 0);
    pipeline.applyTerms(anInstrument({ tickUnits: 50 }), 30);
    expect([onTape(), pipeline.isAwaitingTrades, pipeline.acceptTrades(someHistory(5, 6), 0)]).toEqual([
      [],
      false,
      NOTHING,
    ]);
    pipeline.acceptTrades(someTrades(8, 9), 0);
    expect([onTape(), completeness()]).toEqual([
      [8, 9],
      [false, true],
    ]);
  });

  it('asks for no history from before a tick size that changed while it was away', () => {
    pipeline.unbind('disconnected', 50);
    pipeline.applyTerms(anInstrument({ tickUnits: 50 }), 60);
    expect(pipeline.bindTrades(TRADES_SUBSCRIPTION, EPOCH, 6, 0)).toEqual(NOTHING);
    pipeline.acceptTrades(someTrades(7, 7), 0);
    expect(onTape()).toEqual([7]);
  });
});
