import { describe, expect, it } from 'vitest';
import { POWER_LAW_EXPONENT, powerLaw } from '../../../feed-simulator/market-model/sampling.ts';
import { SeededRandom } from '../../../feed-simulator/market-model/seeded-random.ts';
import {
  autocorrelation,
  correlation,
  differences,
  excessKurtosis,
  hillExponent,
  logLogSlope,
  mean,
  median,
} from '../../../feed-simulator/report/series.ts';

const drawn = (draw: (random: SeededRandom) => number): number[] => {
  const random = new SeededRandom(1, 'series');
  return Array.from({ length: 50_000 }, () => draw(random));
};

describe('median and mean', () => {
  it('takes the upper of two middles, and the sum over the count', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2]), mean([1, 2, 6])]).toEqual([2, 3, 3]);
    expect([median([]), mean([])]).toEqual([NaN, NaN]);
  });
});

describe('differences', () => {
  it('takes steps that do not overlap', () => {
    expect([...differences([1, 2, 4, 8, 16, 32], 2)]).toEqual([3, 12]);
    expect([...differences([1], 2)]).toEqual([]);
  });
});

describe('correlation', () => {
  it('is 1 for the same moves, -1 for opposite ones and near 0 for none in common', () => {
    const moves = drawn((random) => random.below(100));
    const others = drawn((random) => (random.next() & 0) + random.below(7)).reverse();
    expect(correlation(moves, moves)).toBeCloseTo(1, 9);
    expect(
      correlation(
        moves,
        moves.map((move) => 5 - move),
      ),
    ).toBeCloseTo(-1, 9);
    expect(Math.abs(correlation(moves, others))).toBeLessThan(0.02);
  });
});

describe('autocorrelation', () => {
  it('finds a period, and none in what has none', () => {
    const period = Array.from({ length: 4_000 }, (_, at) => at % 4);
    const [one = 0, two = 0, four = 0] = autocorrelation(period, [1, 2, 4]);
    expect([one, two, four].map((each) => Math.round(each * 10) / 10)).toEqual([-0.2, -0.6, 1]);
    expect(
      Math.abs(
        autocorrelation(
          drawn((random) => random.below(100)),
          [1],
        )[0] ?? 1,
      ),
    ).toBeLessThan(0.02);
  });
});

describe('excessKurtosis', () => {
  it('is -2 for two values, -1.2 for even ones and 3 for a double exponential', () => {
    expect(excessKurtosis([1, -1, 1, -1])).toBeCloseTo(-2, 9);
    expect(excessKurtosis(drawn((random) => random.below(1_000)))).toBeCloseTo(-1.2, 1);
    const laplace = drawn((random) => {
      const size = -Math.log((random.next() + 1) / 0x1_0000_0000);
      return random.next() >>> 31 === 1 ? size : -size;
    });
    expect(excessKurtosis(laplace)).toBeGreaterThan(2.4);
    expect(excessKurtosis(laplace)).toBeLessThan(3.6);
  });
});

describe('hillExponent', () => {
  it('finds the exponent of a power law', () => {
    const values = drawn((random) => ((random.next() + 1) / 0x1_0000_0000) ** (-1 / 3));
    expect(hillExponent(values, 0.05)).toBeGreaterThan(2.8);
    expect(hillExponent(values, 0.05)).toBeLessThan(3.2);
    const sizes = drawn((random) => powerLaw(random, 1e9));
    expect(Math.abs(hillExponent(sizes, 0.01) - POWER_LAW_EXPONENT)).toBeLessThan(0.15);
  });
});

describe('logLogSlope', () => {
  it('finds the power, leaving out what has no logarithm', () => {
    const points = [1, 2, 5, 20].map((x) => ({ x, y: 7 * x ** -0.4 }));
    expect(logLogSlope([...points, { x: 50, y: -0.1 }])).toBeCloseTo(-0.4, 9);
  });
});
