import { describe, expect, it } from 'vitest';
import {
  EXPONENTIAL_ONE,
  EXPONENTIAL_QUANTILES,
  EXPONENTIAL_TAIL,
} from '../../../feed-simulator/market-model/exponential-quantiles.ts';
import {
  bellNoise,
  POWER_LAW_EXPONENT,
  powerLaw,
  powerLawDistance,
  roundSize,
  unitExponential,
} from '../../../feed-simulator/market-model/sampling.ts';
import { SeededRandom } from '../../../feed-simulator/market-model/seeded-random.ts';

const DRAWS = 40_000;
const sample = (draw: (random: SeededRandom) => number): number[] => {
  const random = new SeededRandom(11, 'sampling');
  return Array.from({ length: DRAWS }, () => draw(random));
};
const share = (values: number[], holds: (value: number) => boolean): number =>
  values.filter(holds).length / values.length;

describe('EXPONENTIAL_QUANTILES', () => {
  it('holds the quantiles that the logarithm gives, within rounding', () => {
    expect(EXPONENTIAL_QUANTILES).toHaveLength(255);
    EXPONENTIAL_QUANTILES.forEach((quantile, cell) => {
      expect(Math.abs(quantile + Math.log(1 - (cell + 0.5) / 256) * EXPONENTIAL_ONE)).toBeLessThan(1);
    });
    expect(Math.abs(EXPONENTIAL_TAIL - Math.log(256) * EXPONENTIAL_ONE)).toBeLessThan(1);
  });
});

describe('unitExponential', () => {
  it('has mean 1 and the tail of an exponential', () => {
    const waits = sample(unitExponential);
    expect(waits.reduce((sum, wait) => sum + wait, 0) / DRAWS).toBeCloseTo(1, 1);
    expect(share(waits, (wait) => wait > 3)).toBeCloseTo(Math.exp(-3), 2);
    expect(waits.some((wait) => wait > 7)).toBe(true);
    expect(Math.min(...waits)).toBeGreaterThan(0);
  });
});

describe('bellNoise', () => {
  it('has mean 0, deviation 1 and no draw beyond 3.46', () => {
    const draws = sample(bellNoise);
    expect(draws.reduce((sum, draw) => sum + draw, 0) / DRAWS).toBeCloseTo(0, 1);
    expect(draws.reduce((sum, draw) => sum + draw * draw, 0) / DRAWS).toBeCloseTo(1, 1);
    expect(share(draws, (draw) => Math.abs(draw) > 2)).toBeCloseTo(0.045, 2);
    expect(Math.max(...draws.map(Math.abs))).toBeLessThan(3.46);
  });
});

describe('powerLaw', () => {
  it('is v or more with probability v^-1.52, up to the most', () => {
    const draws = sample((random) => powerLaw(random, 300));
    for (const least of [2, 5, 20])
      expect(share(draws, (draw) => draw >= least)).toBeCloseTo(least ** -POWER_LAW_EXPONENT, 2);
    expect([Math.min(...draws), Math.max(...draws)]).toEqual([1, 300]);
    expect(draws.every(Number.isInteger)).toBe(true);
  });
});

describe('powerLawDistance', () => {
  it('reaches d or further with probability 3 / (d + 3)', () => {
    const distances = sample(powerLawDistance);
    expect(share(distances, (distance) => distance === 0)).toBeCloseTo(1 / 4, 2);
    expect(share(distances, (distance) => distance >= 9)).toBeCloseTo(3 / 12, 2);
    expect(share(distances, (distance) => distance >= 97)).toBeCloseTo(3 / 100, 2);
    expect(
      distances.every((distance) => Number.isInteger(distance) && distance >= 0 && distance <= 3_069),
    ).toBe(true);
  });
});

describe('roundSize', () => {
  it('is mostly one, often a round number and sometimes very large', () => {
    const sizes = sample(roundSize);
    expect(share(sizes, (size) => size === 1)).toBeCloseTo(1 - 2 ** -POWER_LAW_EXPONENT, 1);
    expect(share(sizes, (size) => size === 10)).toBeGreaterThan(share(sizes, (size) => size === 7) * 1.5);
    expect(share(sizes, (size) => size >= 50)).toBeCloseTo(50 ** -POWER_LAW_EXPONENT, 2);
    expect(sizes.filter((size) => size >= 10).every((size) => size % 5 === 0)).toBe(true);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(5_000);
  });
});
