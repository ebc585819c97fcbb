import { SeededRandom } from './seeded-random.ts';

/**
 * Mean life in steps of the quickest component, how many times longer the next lives, how many there are, and what the
 * variance is multiplied by while one is high; while it is low, by 2 less that: in the mean by 1.
 */
type Lives = {
  readonly shortest: number;
  readonly ratio: number;
  readonly count: number;
  readonly high: number;
};
/** From four minutes to over three hours, the same for all. */
const SHARED: Lives = { shortest: 1_200, ratio: 2.2, count: 6, high: 1.6 };
/** From three minutes to three quarters of an hour. */
const OWN: Lives = { shortest: 900, ratio: 4, count: 3, high: 1.4 };

/** The product of components, each drawn anew now and then. */
class Components {
  readonly #random: SeededRandom;
  readonly #lives: Lives;
  readonly #isHigh: boolean[] = [];
  /** Step at which each component is drawn anew. */
  readonly #renewals: number[];
  #step = 0;
  #nextRenewal = 0;
  #deviation = 1;

  constructor(random: SeededRandom, lives: Lives) {
    this.#random = random;
    this.#lives = lives;
    this.#renewals = Array.from({ length: lives.count }, () => 0);
  }

  step(): number {
    if (this.#step >= this.#nextRenewal) this.#renew();
    this.#step++;
    return this.#deviation;
  }

  #renew(): void {
    const { count, ratio, high, shortest } = this.#lives;
    let variance = 1;
    let life = shortest;
    this.#nextRenewal = Infinity;
    for (let component = 0; component < count; component++) {
      if ((this.#renewals[component] ?? 0) <= this.#step) {
        this.#isHigh[component] = this.#random.next() >>> 31 === 1;
        // Uniform from 1 to twice the mean: as forgetful as needed, and of integers only.
        this.#renewals[component] = this.#step + 1 + this.#random.below(Math.floor(life * 2));
      }
      variance *= this.#isHigh[component] === true ? high : 2 - high;
      this.#nextRenewal = Math.min(this.#nextRenewal, this.#renewals[component] ?? 0);
      life *= ratio;
    }
    this.#deviation = Math.sqrt(variance);
  }
}

/**
 * How volatile a price is just now: the product of nine components, some drawn anew within minutes and some within
 * hours (the Markov-switching multifractal of Calvet and Fisher, Journal of Financial Econometrics, 2004). Its
 * autocorrelation falls like a power law, as that of real volatility does, and returns under it have heavy tails. The
 * slow components are those of the whole market: each cascade makes them anew from the same stream, so that all agree
 * without waiting for one another.
 */
export class VolatilityCascade {
  readonly #shared: Components;
  readonly #own: Components;

  /** @param name of the stream the components of its own are drawn from */
  constructor(seed: number, name: string) {
    this.#shared = new Components(new SeededRandom(seed, 'market volatility'), SHARED);
    this.#own = new Components(new SeededRandom(seed, `${name} volatility`), OWN);
  }

  /** Goes one step on. @returns by how much the usual standard deviation is multiplied in this step */
  step(): number {
    return this.#shared.step() * this.#own.step();
  }
}
