import { describe, expect, it } from 'vitest';
import { CandleSeries } from '../../../main/core/candles/candle-series.ts';
import { projectCandles, type CandleCursor } from '../../../main/core/views/candle-view.ts';
import { aTrade, tradeRange } from '../../support/market-events.ts';

function seriesOf(from: number, to: number): CandleSeries {
  const series = new CandleSeries(1_000);
  for (const trade of tradeRange(from, to)) series.add(trade);
  return series;
}

const closes = (series: CandleSeries, cursor: CandleCursor | null): number[] | undefined =>
  projectCandles(series, cursor)?.candles.map(({ closeTicks }) => closeTicks);

describe('projectCandles', () => {
  it('gives a new reader all candles, then only those that changed', () => {
    const series = seriesOf(1, 4);
    const view = projectCandles(series, null);
    expect([view?.isReset, view?.candles.map(({ closeTicks }) => closeTicks)]).toEqual([
      true,
      [501, 502, 503, 504],
    ]);
    const cursor = view?.cursor ?? null;
    expect(projectCandles(series, cursor)).toBeNull();
    series.add(aTrade(5, { venueTime: aTrade(4).venueTime }));
    series.add(aTrade(6));
    expect(projectCandles(series, cursor)).toMatchObject({ isReset: false });
    expect(closes(series, cursor)).toEqual([505, 506]);
  });

  it('gives a candle again when a loss after it takes its proof away', () => {
    const series = seriesOf(1, 4);
    const cursor = projectCandles(series, null)?.cursor ?? null;
    series.add(aTrade(9));
    expect(projectCandles(series, cursor)?.candles.map(({ isComplete }) => isComplete)).toEqual([
      false,
      false,
    ]);
  });

  it('gives the newest candle again when trades become awaited, and when they are no more', () => {
    const series = seriesOf(1, 2);
    for (const isOpen of [true, false]) {
      const cursor = projectCandles(series, null)?.cursor ?? null;
      series.setTailOpen(isOpen);
      expect(projectCandles(series, cursor)?.candles).toEqual([series.at(1)]);
    }
    series.setTailOpen(true);
    const cursor = projectCandles(series, null)?.cursor ?? null;
    series.add(aTrade(3));
    expect(projectCandles(series, cursor)?.candles.map(({ isComplete }) => isComplete)).toEqual([
      true,
      false,
    ]);
  });

  it('starts readers anew when the series does, even with nothing in it', () => {
    const series = seriesOf(1, 2);
    const cursor = projectCandles(series, null)?.cursor ?? null;
    series.clear();
    const view = projectCandles(series, cursor);
    expect(view).toMatchObject({ isReset: true, candles: [] });
    expect(projectCandles(series, view?.cursor ?? null)).toBeNull();
  });
});
