import { exponentialWait } from './sampling.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Level updates an average event makes, in hundredths, as measured over the twelve instruments. */
const UPDATES_PER_EVENT_100 = 103;
/** Within a burst orders come this many times quicker. */
const BURST_HASTE = 8;

const LEAST_RATE = 0.01;
const MOST_RATE = 100;

/** When the next order of an instrument comes: a Poisson stream that hurries within bursts. */
export class EventPace {
  readonly #random: SeededRandom;
  readonly #meanMicros: number;
  #rateThousandths: number;

  /**
   * @param updatesPerSecond level updates a second at rate 1
   * @param rate as in `setRate`
   */
  constructor(random: SeededRandom, updatesPerSecond: number, rate: number) {
    this.#random = random;
    this.#meanMicros = Math.floor((10_000 * UPDATES_PER_EVENT_100) / updatesPerSecond);
    this.#rateThousandths = thousandths(rate);
  }

  /** @param rate 0.01 to 100, rounded to thousandths; holds for waits drawn from now on. @throws RangeError outside */
  setRate(rate: number): void {
    this.#rateThousandths = thousandths(rate);
  }

  /** Whole microseconds to the next event, at least 1. */
  wait(isBursting: boolean): number {
    const mean = Math.floor((this.#meanMicros * 1_000) / this.#rateThousandths);
    return exponentialWait(this.#random, Math.max(1, isBursting ? Math.floor(mean / BURST_HASTE) : mean));
  }
}

function thousandths(rate: number): number {
  if (!(rate >= LEAST_RATE && rate <= MOST_RATE))
    throw new RangeError(`expected a rate from ${LEAST_RATE} to ${MOST_RATE}, received ${rate}`);
  return Math.round(rate * 1_000);
}
