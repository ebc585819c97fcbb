import { EXPONENTIAL_ONE, EXPONENTIAL_QUANTILES, EXPONENTIAL_TAIL } from './exponential-quantiles.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Redraws allowed in the tail: a wait of over 8 ln 256, 44 times the mean, comes once in 10^19 draws. */
const MOST_TAIL_DRAWS = 8;
const DISTANCE_CELLS = 1024;
const DISTANCE_SCALE = 3;

/** Sizes traders like, in size units, as often as they like them: mostly one, then round numbers with a heavy tail. */
// prettier-ignore
const ROUND_SIZES: Int32Array = Int32Array.of(
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
  3, 3, 3, 3, 3, 3, 4, 4, 4, 5, 5, 5, 5, 5, 5, 6, 7, 8, 10, 10, 10, 10, 10, 12, 15, 20, 20, 25, 30, 50, 50, 100,
);

/**
 * An exponential waiting time with the given mean, the time between two events of a Poisson stream.
 *
 * @param mean in any unit, above 0 and below 2^31
 * @returns an integer in the same unit, at least 1
 */
export function exponentialWait(random: SeededRandom, mean: number): number {
  let fixed = 0;
  for (let draw = 0; draw < MOST_TAIL_DRAWS; draw++) {
    const quantile = EXPONENTIAL_QUANTILES[random.next() >>> 24];
    if (quantile !== undefined) return Math.max(1, Math.floor((mean * (fixed + quantile)) / EXPONENTIAL_ONE));
    fixed += EXPONENTIAL_TAIL;
  }
  return Math.max(1, Math.floor((mean * fixed) / EXPONENTIAL_ONE));
}

/**
 * A distance from the touch in ticks, 0 to 3,069, by the power law that order books show:
 * at least `d` with probability 3 / (d + 3) (a Lomax distribution of shape 1; Bouchaud, Mezard and Potters, 2002).
 */
export function powerLawDistance(random: SeededRandom): number {
  const cell = random.next() >>> 22;
  return Math.floor((DISTANCE_SCALE * DISTANCE_CELLS) / (cell + 1)) - DISTANCE_SCALE;
}

/** A heavy-tailed order size in size units, 1 to 100, with the round numbers that people type. */
export function roundSize(random: SeededRandom): number {
  return ROUND_SIZES[random.next() >>> 26] ?? 1;
}

/** How many more events follow, each with probability `continue256 / 256`: geometric, at most `most`. */
export function geometricCount(random: SeededRandom, continue256: number, most: number): number {
  let count = 0;
  while (count < most && random.next() >>> 24 < continue256) count++;
  return count;
}
