import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DelayCounts } from '../../../feed-simulator/load/delay-counts.ts';

function counted(delays: readonly number[]): DelayCounts {
  const counts = new DelayCounts();
  for (const micros of delays) counts.add(micros);
  return counts;
}

describe('DelayCounts', () => {
  it('gives the percentile of the sorted list, to a tenth of a millisecond', () => {
    const delays = fc.array(fc.integer({ min: 0, max: 300_000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(delays, fc.constantFrom(0.01, 0.5, 0.9, 0.99, 1), (micros, p) => {
        const sorted = micros.toSorted((left, right) => left - right);
        const exactMs = (sorted[Math.ceil(p * sorted.length) - 1] ?? 0) / 1_000;
        const givenMs = counted(micros).percentileMs(p) ?? Number.NaN;
        expect(givenMs).toBeGreaterThan(exactMs - 1e-9);
        expect(givenMs).toBeLessThanOrEqual(exactMs + 0.1 + 1e-9);
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('has no percentile while nothing was counted', () => {
    expect(new DelayCounts().percentileMs(0.5)).toBeNull();
  });

  it('counts a delay below 0 as none and one beyond 20 s as 20 s', () => {
    expect(counted([-500]).percentileMs(1)).toBe(0.1);
    expect(counted([3_600_000_000]).percentileMs(1)).toBe(20_000);
  });

  it('adds up two counts', () => {
    const both = counted([100, 200]);
    both.addAll(counted([50_000, 60_000]));
    expect([both.total, both.percentileMs(0.5), both.percentileMs(1)]).toEqual([4, 0.3, 60.1]);
  });
});
