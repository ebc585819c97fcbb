import { describe, expect, it } from 'vitest';
import { HawkesArrivals } from '../../../feed-simulator/market-model/hawkes-arrivals.ts';
import { SeededRandom } from '../../../feed-simulator/market-model/seeded-random.ts';

const SECOND = 1_000_000;
const open = (branching: number, meanMicros = 50_000): HawkesArrivals =>
  new HawkesArrivals(new SeededRandom(3, 'waits'), meanMicros, branching);

/** Events in each window of a second. */
function countsOf(arrivals: HawkesArrivals, seconds: number, activity = 1): number[] {
  const counts = new Array<number>(seconds).fill(0);
  for (let time = arrivals.wait(activity); time < seconds * SECOND; time += arrivals.wait(activity)) {
    const second = Math.floor(time / SECOND);
    counts[second] = (counts[second] ?? 0) + 1;
  }
  return counts;
}
const meanOf = (counts: number[]): number => counts.reduce((sum, count) => sum + count, 0) / counts.length;
const varianceOf = (counts: number[]): number => {
  const mean = meanOf(counts);
  return meanOf(counts.map((count) => (count - mean) ** 2));
};

describe('HawkesArrivals', () => {
  it.each([0, 0.3, 0.6, 0.9])('keeps the mean rate when each event brings %s others', (branching) => {
    expect(meanOf(countsOf(open(branching), 20_000)) / 20).toBeCloseTo(1, 1);
  });

  it('comes in clusters: the variance of counts is far above their mean, which a Poisson stream has', () => {
    const poisson = countsOf(open(0), 5_000);
    expect(varianceOf(poisson) / meanOf(poisson)).toBeCloseTo(1, 1);
    const excited = countsOf(open(0.6), 5_000);
    expect(varianceOf(excited) / meanOf(excited)).toBeGreaterThan(2.5);
    expect(varianceOf(excited) / meanOf(excited)).toBeLessThan(6.5);
  });

  it('brings more with more activity, and another mean from then on', () => {
    expect(meanOf(countsOf(open(0.6), 5_000, 2)) / 40).toBeCloseTo(1, 1);
    const arrivals = open(0.6);
    countsOf(arrivals, 100);
    arrivals.setMean(500_000);
    expect(meanOf(countsOf(arrivals, 20_000)) / 2).toBeCloseTo(1, 1);
  });

  it('waits whole microseconds, never fewer than one', () => {
    const arrivals = open(0.6, 2);
    const waits = Array.from({ length: 5_000 }, () => arrivals.wait(1));
    expect(waits.every((wait) => Number.isInteger(wait) && wait >= 1)).toBe(true);
  });
});
