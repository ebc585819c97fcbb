import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatencyHistogram } from '../../../main/core/analytics/latency-histogram.ts';
import { MAX_COUNTED_MICROS } from '../../../main/core/analytics/log-linear-counts.ts';

function of(values: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram(0);
  for (const value of values) histogram.record(value, 1);
  return histogram;
}

describe('LatencyHistogram', () => {
  it('answers null before the first latency', () => {
    expect(new LatencyHistogram(0).percentile(0.5, 0)).toBeNull();
  });

  it('gives percentiles within one per cent of the sorted values, negative ones too', () => {
    const micros = fc.oneof(
      fc.integer({ min: -5_000, max: 5_000 }),
      fc.integer({ min: 0, max: MAX_COUNTED_MICROS }),
    );
    fc.assert(
      fc.property(
        fc.array(micros, { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, p) => {
          const sorted = [...values].sort((a, b) => a - b);
          const exact = sorted[Math.max(1, Math.ceil(p * sorted.length)) - 1] ?? 0;
          const answered = of(values).percentile(p, 1) ?? Infinity;
          expect(Math.abs(answered - exact)).toBeLessThanOrEqual(Math.abs(exact) * 0.01);
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });

  it('shows a median below zero when the clocks differ, and counts how many were', () => {
    const histogram = of([-300, -200, -100, 50, 60]);
    expect([histogram.percentile(0.5, 1), histogram.skewedCount(1)]).toEqual([-100, 3]);
  });

  it('counts what is beyond its range as the greatest', () => {
    const answered = of([1e12]).percentile(1, 1) ?? 0;
    expect(Math.abs(answered - MAX_COUNTED_MICROS)).toBeLessThan(MAX_COUNTED_MICROS * 0.01);
  });

  it('forgets latencies after 10 to 20 seconds', () => {
    const histogram = of([40]);
    expect([histogram.count(9_999), histogram.count(19_999), histogram.count(20_000)]).toEqual([1, 1, 0]);
    expect(of([40]).count(55_000)).toBe(0);
    histogram.record(50, 55_000);
    expect([histogram.count(64_999), histogram.count(79_999)]).toEqual([1, 0]);
  });
});
