import { describe, expect, it } from 'vitest';
import {
  EXPONENTIAL_ONE,
  EXPONENTIAL_QUANTILES,
  EXPONENTIAL_TAIL,
} from '../../../feed-simulator/market-model/exponential-quantiles.ts';
import {
  exponentialWait,
  geometricCount,
  powerLawDistance,
  roundSize,
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

describe('exponentialWait', () => {
  it('has the mean that was asked for and the tail of an exponential', () => {
    const waits = sample((random) => exponentialWait(random, 10_000));
    expect(waits.reduce((sum, wait) => sum + wait, 0) / DRAWS / 10_000).toBeCloseTo(1, 1);
    expect(share(waits, (wait) => wait > 30_000)).toBeCloseTo(Math.exp(-3), 2);
    expect(waits.some((wait) => wait > 70_000)).toBe(true);
    expect(waits.every(Number.isInteger)).toBe(true);
  });

  it('is never shorter than one', () => {
    expect(Math.min(...sample((random) => exponentialWait(random, 1)))).toBe(1);
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
    expect(share(sizes, (size) => size === 1)).toBeCloseTo(20 / 64, 1);
    expect(share(sizes, (size) => size === 10)).toBeGreaterThan(share(sizes, (size) => size === 8) * 3);
    expect(share(sizes, (size) => size >= 50)).toBeCloseTo(3 / 64, 1);
  });
});

describe('geometricCount', () => {
  it('goes on with the chance it is given and stops at the most', () => {
    const counts = sample((random) => geometricCount(random, 128, 6));
    expect(share(counts, (count) => count >= 1)).toBeCloseTo(1 / 2, 1);
    expect(share(counts, (count) => count >= 3)).toBeCloseTo(1 / 8, 1);
    expect(Math.max(...counts)).toBe(6);
    expect(geometricCount(new SeededRandom(1, 'never'), 0, 6)).toBe(0);
  });
});
