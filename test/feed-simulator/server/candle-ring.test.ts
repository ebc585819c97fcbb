import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priceTicks } from '../../../main/core/units/price.ts';
import { sizeLots } from '../../../main/core/units/size.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import type { SimulatedTrade } from '../../../feed-simulator/market-model/market-change.ts';
import { CandleRing } from '../../../feed-simulator/server/candle-ring.ts';
import { ExchangeRecord } from './exchange-record.ts';

const SECOND = 1_000_000;

function tradeAt(seconds: number, price = 100, size = 1, side: 'buy' | 'sell' = 'buy'): SimulatedTrade {
  const venueTime = timestampMicros(Math.floor(seconds * SECOND));
  return { price: priceTicks(price), size: sizeLots(size), aggressorSide: side, venueTime };
}

const trade = fc
  .tuple(
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: 95, max: 105 }),
    fc.integer({ min: 1, max: 9 }),
    fc.constantFrom('buy' as const, 'sell' as const),
  )
  .map(([gap, price, size, side]) => ({ gap, price, size, side }));

describe('CandleRing', () => {
  it('holds the newest thousand candles of all trades, each with the last trade it counts', () => {
    fc.assert(
      fc.property(fc.array(trade, { minLength: 200, maxLength: 1_500, size: 'max' }), (steps) => {
        const ring = new CandleRing(1_000, 0);
        const record = new ExchangeRecord([], 0);
        let seconds = 0;
        for (const { gap, price, size, side } of steps) {
          seconds += gap;
          const made = tradeAt(seconds, price, size, side);
          ring.add(made);
          record.change(new Map(), [made], made.venueTime);
        }
        const held = [...ring.newestFirst()].reverse();
        const expected = record.candlesAt(steps.length, 1_000).slice(-1_000);
        expect(held.map(({ candle }) => Object.values(candle))).toEqual(expected);
        let counted = steps.length - expected.reduce((sum, candle) => sum + (candle[7] ?? 0), 0);
        for (const { candle, lastTrade } of held) expect(lastTrade).toBe((counted += candle.trades));
      }),
      { seed: 7, numRuns: 30 },
    );
  });

  it('reaches back to the last trade whose candle it has not lost since', () => {
    const ring = new CandleRing(1_000, 40);
    expect([39, 40, 41].map((trade) => ring.reaches(trade))).toEqual([false, true, false]);
    for (let second = 0; second < 1_003; second += 1)
      for (const half of [0, 0.5]) ring.add(tradeAt(second + half));
    expect([45, 46, 2_046, 2_047].map((trade) => ring.reaches(trade))).toEqual([false, true, true, false]);
  });

  it('holds nothing after new terms, and reaches only what comes after them', () => {
    const ring = new CandleRing(1_000, 0);
    for (let second = 0; second < 5; second += 1) ring.add(tradeAt(second));
    ring.clear();
    expect([[...ring.newestFirst()], ring.lastTrade, ring.reaches(5)]).toEqual([[], 5, false]);
    ring.add(tradeAt(9));
    expect([5, 6].map((trade) => ring.reaches(trade))).toEqual([false, true]);
    expect([...ring.newestFirst()]).toMatchObject([{ lastTrade: 6, candle: { trades: 1, volume: 1 } }]);
  });

  it('counts a trade whose clock went back into the newest candle', () => {
    const ring = new CandleRing(1_000, 0);
    ring.add(tradeAt(10, 100));
    ring.add(tradeAt(8, 90));
    expect([...ring.newestFirst()]).toMatchObject([
      { candle: { startTime: 10 * SECOND, low: 90, close: 90, trades: 2 } },
    ]);
  });

  it('keeps a year of days', () => {
    const ring = new CandleRing(86_400_000, 0);
    for (let day = 0; day < 400; day += 1) ring.add(tradeAt(day * 86_400));
    expect([...ring.newestFirst()]).toHaveLength(366);
  });

  it('throws for a time that its columns cannot hold', () => {
    expect(() => new CandleRing(1_000, 0).add(tradeAt(0x1_0000_0000))).toThrow('expected a time before 2106');
  });
});
