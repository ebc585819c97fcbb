import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, percentile, rounded } from './statistics.ts';

const values = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1, maxLength: 50 });

describe('median', () => {
  it('is the middle value, whatever the order', () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  it('is the mean of the two middle values of an even number', () => {
    expect(median([10, 1, 4, 2])).toBe(3);
  });

  it('leaves the values as they were', () => {
    const given = [3, 1, 2];
    median(given);
    expect(given).toEqual([3, 1, 2]);
  });

  it('refuses to answer for no values', () => {
    expect(() => median([])).toThrow('expected at least one value, received none');
  });

  it('has as many values below it as above it', () => {
    fc.assert(
      fc.property(values, (given) => {
        const middle = median(given);
        const below = given.filter((value) => value < middle).length;
        const above = given.filter((value) => value > middle).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(given.length / 2);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe('percentile', () => {
  it('is the nearest rank', () => {
    const given = Array.from({ length: 200 }, (_, i) => 200 - i);
    expect([0.5, 0.99, 1].map((p) => percentile(given, p))).toEqual([100, 198, 200]);
  });

  it('covers at least the fraction asked for, and the next lower value does not', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 100 }), (given, hundredths) => {
        const p = hundredths / 100;
        const value = percentile(given, p);
        expect(given.filter((one) => one <= value).length).toBeGreaterThanOrEqual(p * given.length);
        expect(given.filter((one) => one < value).length).toBeLessThan(p * given.length);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('refuses no values and fractions out of range', () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError);
    expect(() => percentile([1], 0)).toThrow('expected p above 0 and at most 1, received 0');
    expect(() => percentile([1], Number.NaN)).toThrow(RangeError);
  });
});

describe('rounded', () => {
  it('keeps significant digits, not decimals', () => {
    expect([rounded(9_314_159, 3), rounded(0.0123456, 3)]).toEqual([9_310_000, 0.0123]);
  });
});
