import type { InstrumentSpec } from './instrument-spec.ts';
import { MEAN_ACTIVITY } from './regime.ts';

/** Level updates an average event makes, as measured over the twelve instruments. */
const UPDATES_PER_EVENT = 1;

export const MOST_SIZE_SCALE = 1_000;
const LEAST_UPDATES = 1;
const MOST_UPDATES = 200_000;

/**
 * How many times as large trades made at a low load are told, so that their volume in time is about that of a higher
 * one: `SimulatedMarket.setRate` takes it. A higher load has fewer trades an order, because what the price does is the
 * same: volume grows with the load to the power 7/8, as measured from 60 to 200,000 updates a second.
 *
 * @returns an integer from 1 to `MOST_SIZE_SCALE`
 */
export function historySizeScale(liveUpdatesPerSecond: number, historyUpdatesPerSecond: number): number {
  const half = Math.sqrt(liveUpdatesPerSecond / historyUpdatesPerSecond);
  const quarter = Math.sqrt(half);
  const scale = Math.round(half * quarter * Math.sqrt(quarter));
  return Math.min(MOST_SIZE_SCALE, Math.max(1, scale));
}

/** How a market's load is shared out among its instruments. */
export class MarketLoad {
  readonly #activities: readonly number[];
  readonly #sum: number;

  constructor(instruments: readonly InstrumentSpec[]) {
    this.#activities = instruments.map((spec) => spec.activity);
    this.#sum = this.#activities.reduce((sum, activity) => sum + activity, 0);
  }

  /**
   * Mean microseconds between two orders of each instrument at a load.
   *
   * @param updatesPerSecond level updates a second over all, 1 to 200,000
   * @throws RangeError outside
   */
  meanMicros(updatesPerSecond: number): number[] {
    if (!(updatesPerSecond >= LEAST_UPDATES && updatesPerSecond <= MOST_UPDATES))
      throw new RangeError(
        `expected updatesPerSecond from ${LEAST_UPDATES} to ${MOST_UPDATES}, received ${updatesPerSecond}`,
      );
    const each = updatesPerSecond / this.#sum;
    return this.#activities.map(
      (activity) => (1_000_000 * UPDATES_PER_EVENT * MEAN_ACTIVITY) / (each * activity),
    );
  }
}
