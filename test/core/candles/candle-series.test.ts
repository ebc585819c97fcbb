import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CANDLE_INTERVALS_MS } from '../../../main/core/candles/candle-interval.ts';
import { CandleSeries, MAX_CANDLES, type Candle } from '../../../main/core/candles/candle-series.ts';
import type { Trade } from '../../../main/core/market-data/trade.ts';
import { priceTicks } from '../../../main/core/units/price.ts';
import { sizeLots } from '../../../main/core/units/size.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { aTrade } from '../../support/market-events.ts';
import { slowCandles } from '../../support/slow-candles.ts';

const candlesOf = (series: CandleSeries): (Candle | undefined)[] =>
  Array.from({ length: series.count }, (_, index) => series.at(index));

/** Trade `sequence` at `seconds` after 1970. */
const at = (sequence: number, seconds: number, ticks = 100, lots = 1): Trade =>
  aTrade(sequence, {
    venueTime: timestampMicros(Math.round(seconds * 1_000_000)),
    price: priceTicks(ticks),
    size: sizeLots(lots),
  });

function seriesOf(
  trades: readonly Trade[],
  intervalMs: (typeof CANDLE_INTERVALS_MS)[number] = 1_000,
): CandleSeries {
  const series = new CandleSeries(intervalMs);
  for (const trade of trades) series.add(trade);
  return series;
}

const marks = (series: CandleSeries): [number, boolean][] =>
  candlesOf(series).map((candle) => [candle?.startMs ?? -1, candle?.isComplete ?? false]);

describe('CandleSeries', () => {
  it('gathers the trades of a half-open span', () => {
    const series = seriesOf([at(1, 5, 100, 2), at(2, 5.4, 103), at(3, 5.999999, 99), at(4, 6, 101)]);
    expect(candlesOf(series)).toEqual([
      {
        startMs: 5_000,
        openTicks: 100,
        highTicks: 103,
        lowTicks: 99,
        closeTicks: 99,
        volumeLots: 4,
        isComplete: true,
      },
      {
        startMs: 6_000,
        openTicks: 101,
        highTicks: 101,
        lowTicks: 101,
        closeTicks: 101,
        volumeLots: 1,
        isComplete: true,
      },
    ]);
  });

  it('invents no candle for a span without trades', () => {
    expect(marks(seriesOf([at(1, 5), at(2, 9)]))).toEqual([
      [5_000, true],
      [9_000, true],
    ]);
  });

  it('does not prove the first candle when trades before it were not read', () => {
    expect(marks(seriesOf([at(7, 5), at(8, 6)]))).toEqual([
      [5_000, false],
      [6_000, true],
    ]);
  });

  it('marks the candles on both sides of a loss', () => {
    expect(marks(seriesOf([at(1, 4), at(2, 5), at(5, 8), at(6, 9)]))).toEqual([
      [4_000, true],
      [5_000, false],
      [8_000, false],
      [9_000, true],
    ]);
  });

  it('marks the newest candle only while trades after it are awaited', () => {
    const series = seriesOf([at(1, 5), at(2, 6)]);
    series.setTailOpen(true);
    expect(marks(series)).toEqual([
      [5_000, true],
      [6_000, false],
    ]);
    series.add(at(3, 7));
    expect(marks(series).map(([, isComplete]) => isComplete)).toEqual([true, true, false]);
    series.setTailOpen(false);
    expect(marks(series).map(([, isComplete]) => isComplete)).toEqual([true, true, true]);
  });

  it('puts a trade into its own span when the clock of the venue steps back, and does not prove that candle', () => {
    expect(marks(seriesOf([at(1, 5), at(2, 8), at(3, 6.5), at(4, 8.5)]))).toEqual([
      [5_000, true],
      [6_000, false],
      [8_000, true],
    ]);
  });

  it('keeps the newest candles up to its bound', () => {
    const series = seriesOf(Array.from({ length: MAX_CANDLES + 5 }, (_, i) => at(i + 1, i)));
    expect([series.count, series.at(0)?.startMs]).toEqual([MAX_CANDLES, 5_000]);
    series.add(at(MAX_CANDLES + 6, 2));
    expect([series.count, series.at(0)?.startMs]).toEqual([MAX_CANDLES, 5_000]);
  });

  it('starts a new generation when it is cleared, with an unproved first candle', () => {
    const series = seriesOf([at(1, 5)]);
    series.clear();
    series.add(at(2, 6));
    expect([series.generation, marks(series)]).toEqual([2, [[6_000, false]]]);
  });

  it.each(CANDLE_INTERVALS_MS)(
    'of %i ms equals a slow model made from all trades, whatever was lost',
    (intervalMs) => {
      const tradeSteps = fc.array(
        fc.record({
          gapMs: fc.integer({ min: 0, max: intervalMs * 2 }),
          ticks: fc.integer({ min: 1, max: 500 }),
          lots: fc.integer({ min: 1, max: 9 }),
          isLost: fc.boolean(),
        }),
        { maxLength: 60 },
      );
      fc.assert(
        fc.property(tradeSteps, (steps) => {
          let ms = 1_000_000;
          const all = steps.map(({ gapMs, ticks, lots }, i) => at(i + 1, (ms += gapMs) / 1_000, ticks, lots));
          const arrived = all.filter((_, i) => steps[i]?.isLost === false);
          expect(candlesOf(seriesOf(arrived, intervalMs))).toEqual(slowCandles(all, arrived, intervalMs));
        }),
        { seed: 7, numRuns: 150 },
      );
    },
  );
});
