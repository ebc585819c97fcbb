import { EXPONENTIAL_ONE, EXPONENTIAL_QUANTILES, EXPONENTIAL_TAIL } from './exponential-quantiles.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Redraws allowed in the tail: a wait of over 8 ln 256, 44 times the mean, comes once in 10^19 draws. */
const MOST_TAIL_DRAWS = 8;
const DISTANCE_CELLS = 1024;
const DISTANCE_SCALE = 3;
const TWO_TO_32 = 0x1_0000_0000;

/** Tail exponent of `powerLaw`: 1 / (1/2 + 1/8 + 1/32). */
export const POWER_LAW_EXPONENT = 32 / 21;
const MOST_SIZE = 5_000;

/** An exponential waiting time with mean 1, the time between two events of a Poisson stream. Above 0. */
export function unitExponential(random: SeededRandom): number {
  let fixed = 0;
  for (let draw = 0; draw < MOST_TAIL_DRAWS; draw++) {
    const quantile = EXPONENTIAL_QUANTILES[random.next() >>> 24];
    if (quantile !== undefined) return (fixed + quantile) / EXPONENTIAL_ONE;
    fixed += EXPONENTIAL_TAIL;
  }
  return fixed / EXPONENTIAL_ONE;
}

/** A bell-shaped number with mean 0 and standard deviation 1, at most 3.46 away: the sum of four random bytes. */
export function bellNoise(random: SeededRandom): number {
  const bits = random.next();
  return (
    ((bits & 0xff) + ((bits >>> 8) & 0xff) + ((bits >>> 16) & 0xff) + (bits >>> 24) - 510) / NOISE_DEVIATION
  );
}
/** Standard deviation of the sum of four independent bytes, each uniform on 0..255. */
const NOISE_DEVIATION = 147.8;

/**
 * A distance from the touch in ticks, 0 to 3,069, by the power law that order books show: at least `d` with probability
 * 3 / (d + 3), a Lomax distribution of shape 1 (Bouchaud, Mezard and Potters, Quantitative Finance, 2002; Zovko and
 * Farmer, the same, 2002).
 */
export function powerLawDistance(random: SeededRandom): number {
  const cell = random.next() >>> 22;
  return Math.floor((DISTANCE_SCALE * DISTANCE_CELLS) / (cell + 1)) - DISTANCE_SCALE;
}

/**
 * A whole number of at least 1 that is `v` or more with probability v^-1.52, cut at `most`. Square roots are exact by
 * IEEE 754 where `Math.pow` is not, so the exponent is one they make.
 */
export function powerLaw(random: SeededRandom, most: number): number {
  const half = Math.sqrt((random.next() + 1) / TWO_TO_32);
  const eighth = Math.sqrt(Math.sqrt(half));
  const thirtySecond = Math.sqrt(Math.sqrt(eighth));
  return Math.min(most, Math.floor(1 / (half * eighth * thirtySecond)));
}

/**
 * An order size in size units, 1 to 5,000: a power law with the exponent of about 3/2 found for traded sizes
 * (Gopikrishnan, Plerou, Gabaix and Stanley, Physical Review E, 2000), on the numbers that people prefer (Mu, Chen,
 * Kertesz and Zhou, European Physical Journal B, 2009).
 */
export function roundSize(random: SeededRandom): number {
  const size = powerLaw(random, MOST_SIZE);
  if (size < 8) return size;
  const step = size < 30 ? 5 : size < 100 ? 10 : size < 500 ? 50 : 100;
  return Math.round(size / step) * step;
}
