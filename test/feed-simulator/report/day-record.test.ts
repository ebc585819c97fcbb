import { describe, expect, it } from 'vitest';
import type { MarketChange } from '../../../feed-simulator/market-model/market-change.ts';
import { DayRecord } from '../../../feed-simulator/report/day-record.ts';
import { branchingRatio } from '../../../feed-simulator/report/order-facts.ts';
import { priceTicks } from '../../../main/core/units/price.ts';
import { sizeLots } from '../../../main/core/units/size.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';

const at = timestampMicros(1);
const change = (levels: number[], sold: number[] = []): MarketChange => ({
  kind: 'book',
  instrument: 0,
  venueTime: at,
  levels,
  trades: sold.map((lots) => ({
    price: priceTicks(10),
    size: sizeLots(lots),
    aggressorSide: 'sell',
    venueTime: at,
  })),
});

describe('DayRecord', () => {
  it('tells lots added, traded and cancelled apart, and counts an order that takes once', () => {
    const record = new DayRecord('metals', [20, 5, 18, 5, 23, 5]);
    record.apply(change([20, 2, 18, 4], [3, 1]));
    record.apply(change([23, 9]));
    record.apply(change([23, 6]));
    expect(record.flows).toEqual({ added: 4, cancelled: 3, traded: 4 });
    expect([record.signs, record.takenLots]).toEqual([[-1], [4]]);
  });

  it('notes touch, changes and resting lots at the end of each second, and the shape once a minute', () => {
    const record = new DayRecord('metals', [20, 5, 23, 5]);
    record.apply(change([24 * 2 + 1, 7]));
    for (let second = 0; second < 60; second++) record.endSecond();
    expect(record.counts.slice(0, 2)).toEqual([1, 0]);
    expect([record.doubledMids[0], record.spreads[0]]).toEqual([21, 1]);
    expect(record.restingLotSeconds).toBe(60 * 17);
    expect([record.shapes, record.shape[0], record.shape[13]]).toEqual([1, 5, 3.5]);
  });
});

describe('branchingRatio', () => {
  it('is that of counts whose variance is four times their mean: a half', () => {
    expect(branchingRatio([0, 8, 0, 8].flatMap((count) => [count, count]))).toBeCloseTo(
      1 - Math.sqrt(4 / ((3 * 64) / 14)),
      9,
    );
  });
});
