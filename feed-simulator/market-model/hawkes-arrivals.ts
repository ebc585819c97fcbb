import { decay } from './decay.ts';
import { unitExponential } from './sampling.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Time constants of the two kernels: machines that answer each other, and people who come to look. */
const FAST_MICROS = 20_000;
const SLOW_MICROS = 2_000_000;
/** Of the excited events those the fast kernel brings. */
const FAST_SHARE = 0.7;
/** The intensity is held below this many times its mean. */
const MOST_HASTE = 60;
/** Candidates looked at for one event: the last is taken, so that a wait ends. */
const MOST_CANDIDATES = 64;

/**
 * When the next order of an instrument comes: a self-exciting point process (Hawkes, Biometrika 1971) with two
 * exponential kernels, as fitted to order flow (Bacry, Mastromatteo and Muzy, Market Microstructure and Liquidity,
 * 2015), drawn by thinning (Ogata, IEEE Transactions on Information Theory, 1981). Each event brings `branching` others
 * in the mean, and the mean rate is as asked for whatever the branching.
 */
export class HawkesArrivals {
  readonly #random: SeededRandom;
  readonly #branching: number;
  #base = 0;
  #most = 0;
  /** Intensities that past events have left, per microsecond. */
  #fast = 0;
  #slow = 0;

  /** @param branching events each event brings in the mean, 0 (a Poisson stream) up to and without 1 */
  constructor(random: SeededRandom, meanMicros: number, branching: number) {
    this.#random = random;
    this.#branching = branching;
    this.setMean(meanMicros);
  }

  /** @param meanMicros mean wait in the long run while activity is 1, above 0; holds for waits drawn from now on */
  setMean(meanMicros: number): void {
    this.#base = (1 - this.#branching) / meanMicros;
    this.#most = MOST_HASTE / meanMicros;
  }

  /**
   * Whole microseconds to the next event, at least 1.
   *
   * @param activity how many times the usual number of events comes of itself, above 0
   */
  wait(activity: number): number {
    const base = this.#base * activity;
    let fast = this.#fast;
    let slow = this.#slow;
    let waited = 0;
    for (let candidate = 1; ; candidate++) {
      const bound = base + fast + slow;
      const pause = unitExponential(this.#random) / bound;
      waited += pause;
      fast *= decay(pause / FAST_MICROS);
      slow *= decay(pause / SLOW_MICROS);
      if (this.#random.next() * bound < (base + fast + slow) * 0x1_0000_0000) break;
      if (candidate === MOST_CANDIDATES) break;
    }
    this.#fast = Math.min(this.#most, fast + (this.#branching * FAST_SHARE) / FAST_MICROS);
    this.#slow = Math.min(this.#most, slow + (this.#branching * (1 - FAST_SHARE)) / SLOW_MICROS);
    return Math.max(1, Math.round(waited));
  }
}
