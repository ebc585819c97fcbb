import { describe, expect, it } from 'vitest';
import { VolatilityCascade } from '../../../feed-simulator/market-model/volatility-cascade.ts';

const variances = (cascade: VolatilityCascade, steps: number): number[] =>
  Array.from({ length: steps }, () => cascade.step() ** 2);
const meanOf = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('VolatilityCascade', () => {
  it('multiplies the variance by one in the mean', () => {
    const means = Array.from({ length: 50 }, (_, seed) =>
      meanOf(variances(new VolatilityCascade(seed, 'mean'), 60_000)),
    );
    expect(meanOf(means)).toBeGreaterThan(0.75);
    expect(meanOf(means)).toBeLessThan(1.3);
  });

  it('stays for minutes, moves within hours, and knows wild and still times', () => {
    const day = variances(new VolatilityCascade(5, 'day'), 432_000);
    const switches = day.filter((variance, step) => step > 0 && variance !== day[step - 1]).length;
    expect(switches).toBeGreaterThan(200);
    expect(switches).toBeLessThan(2_500);
    expect(Math.max(...new Set(day)) / Math.min(...new Set(day))).toBeGreaterThan(50);
  });

  it('is alike in part for all of a seed: two of them rise and fall together', () => {
    const logs = ['one', 'other'].map((name) =>
      variances(new VolatilityCascade(9, name), 432_000)
        .filter((_, step) => step % 300 === 0)
        .map(Math.log),
    );
    const [left = [], right = []] = logs.map((log) => log.map((value) => value - meanOf(log)));
    const both = meanOf(left.map((value, at) => value * (right[at] ?? 0)));
    const sizes = Math.sqrt(
      meanOf(left.map((value) => value * value)) * meanOf(right.map((value) => value * value)),
    );
    expect(both / sizes).toBeGreaterThan(0.4);
    expect(both / sizes).toBeLessThan(0.98);
  });
});
