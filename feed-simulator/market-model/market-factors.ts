import { bellNoise } from './sampling.ts';
import { SeededRandom } from './seeded-random.ts';
import { VolatilityCascade } from './volatility-cascade.ts';

/** Time between two steps of everything that moves with time alone. */
export const STEP_MICROS = 200_000;

/** Where a factor stands: the sum of its moves, each with a standard deviation of 1 in the mean. */
export class FactorPath {
  readonly #random: SeededRandom;
  readonly #volatility: VolatilityCascade;
  #step = 0;
  #level = 0;

  constructor(seed: number, name: string) {
    this.#random = new SeededRandom(seed, `${name} factor`);
    this.#volatility = new VolatilityCascade(seed, `${name} factor`);
  }

  /** Its level at a step since the start. Steps never go back: an earlier one gives the latest level. */
  levelAt(step: number): number {
    while (this.#step < step) {
      this.#step++;
      this.#level += bellNoise(this.#random) * this.#volatility.step();
    }
    return this.#level;
  }
}

/**
 * What moves instruments together: one factor for all, and one for each family (Cont, Quantitative Finance, 2001, lists
 * the correlations that follow). They move with time alone and draw from streams of their own, so that an instrument
 * more or less changes no other.
 */
export class MarketFactors {
  readonly #seed: number;
  readonly market: FactorPath;
  readonly #families = new Map<string, FactorPath>();

  constructor(seed: number) {
    this.#seed = seed;
    this.market = new FactorPath(seed, 'market');
  }

  /** The factor that every instrument of that family shares. */
  family(name: string): FactorPath {
    const known = this.#families.get(name);
    if (known !== undefined) return known;
    const path = new FactorPath(this.#seed, `family ${name}`);
    this.#families.set(name, path);
    return path;
  }
}
