import { describe, expect, it } from 'vitest';
import { ParentOrders } from '../../../feed-simulator/market-model/parent-orders.ts';
import { SeededRandom } from '../../../feed-simulator/market-model/seeded-random.ts';
import { autocorrelation } from '../../../feed-simulator/report/series.ts';
import { BID } from '../../../main/core/market-data/flat-levels.ts';

const CHILDREN = 200_000;
function signs(longest: number, buyers256 = 128): number[] {
  const parents = new ParentOrders(new SeededRandom(2, 'parents'), longest);
  return Array.from({ length: CHILDREN }, () => (parents.next(buyers256).side === BID ? 1 : -1));
}
const meanOf = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('ParentOrders', () => {
  it('trades on one side long after: the memory of signs falls like a power law', () => {
    const [near = 0, far = 0, farther = 0] = autocorrelation(signs(3_000), [1, 10, 100]);
    expect(near).toBeGreaterThan(0.3);
    expect(far).toBeGreaterThan(0.1);
    expect(farther).toBeGreaterThan(0.03);
    expect(near).toBeGreaterThan(far);
  });

  it('has no memory when parents are not split', () => {
    for (const each of autocorrelation(signs(1), [1, 10, 100])) expect(Math.abs(each)).toBeLessThan(0.01);
  });

  it('buys as often as it is told', () => {
    expect(meanOf(signs(1, 192))).toBeCloseTo(0.5, 1);
    expect(meanOf(signs(1, 128))).toBeCloseTo(0, 1);
  });

  it('pushes the way it trades, less with each child of a parent', () => {
    const parents = new ParentOrders(new SeededRandom(2, 'parents'), 3_000);
    const pushes = Array.from({ length: 2_000 }, () => parents.next(128)).map(({ side, push }) => {
      expect(push > 0).toBe(side === BID);
      return Math.abs(push);
    });
    expect(Math.max(...pushes)).toBe(0.4);
    expect(Math.min(...pushes)).toBeLessThan(0.05);
  });
});
