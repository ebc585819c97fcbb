import { describe, expect, it } from 'vitest';
import { ReferencePrice } from '../../../feed-simulator/market-model/reference-price.ts';
import { SeededRandom } from '../../../feed-simulator/market-model/seeded-random.ts';

const SECOND = 1_000_000;
const open = (volatility = 800, seed = 1): ReferencePrice =>
  new ReferencePrice(new SeededRandom(seed, 'price'), { startTicks: 20_000, volatility });
const path = (reference: ReferencePrice, stepMicros: number, steps: number): number[] =>
  Array.from({ length: steps }, (_, step) => {
    reference.advanceTo((step + 1) * stepMicros);
    return reference.ticks;
  });

describe('ReferencePrice', () => {
  it('walks the same path however its time is cut', () => {
    const everySecond = path(open(), SECOND, 300);
    const often = path(open(), SECOND / 20, 6_000).filter((_, at) => at % 20 === 19);
    expect(often).toEqual(everySecond);
  });

  it('moves, but comes back to its start over hours', () => {
    const hours = path(open(), 10 * SECOND, 8 * 360);
    expect(Math.max(...hours) - Math.min(...hours)).toBeGreaterThan(100);
    expect(Math.min(...hours)).toBeGreaterThan(18_000);
    expect(Math.max(...hours)).toBeLessThan(22_000);
  });

  it('stays between half and twice its start whatever its volatility', () => {
    const wild = path(open(5_000_000), SECOND / 10, 5_000);
    expect(Math.min(...wild)).toBe(10_000);
    expect(Math.max(...wild)).toBe(40_000);
  });

  it('stands still while it is skipped and walks on after that', () => {
    const reference = open();
    reference.advanceTo(10 * SECOND);
    const before = reference.ticks;
    reference.skipTo(100 * SECOND);
    reference.advanceTo(100 * SECOND);
    expect(reference.ticks).toBe(before);
    expect(new Set(path(reference, 20 * SECOND, 60)).size).toBeGreaterThan(10);
  });

  it('keeps its price on other ticks', () => {
    const reference = open();
    reference.advanceTo(60 * SECOND);
    const finer = reference.onOtherTicks(25, 5);
    expect(Math.floor(finer.ticks / 5)).toBe(reference.ticks);
  });
});
