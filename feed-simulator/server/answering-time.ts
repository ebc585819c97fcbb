import type { Clock } from '../../main/core/clock.ts';

/** One answer more may begin while less is spent: a whole book of 40,000 levels takes some 6 ms. */
const MS_PER_STEP = 10;

/**
 * The time that answers to requests may take between two steps of the venue, over all connections. Whatever clients ask
 * for within their limits, the market and everybody's heartbeats come in time; answers wait for the next step.
 */
export class AnsweringTime {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  #spentMs = 0;
  #isCounting = false;

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  get isSpent(): boolean {
    return this.#spentMs >= MS_PER_STEP;
  }

  /** Work within work is counted once. */
  spend(work: () => void): void {
    if (this.#isCounting) return work();
    this.#isCounting = true;
    const startedMs = this.#clock.monotonicMs();
    try {
      work();
    } finally {
      this.#isCounting = false;
      this.#spentMs += this.#clock.monotonicMs() - startedMs;
    }
  }

  /** A step has been made. */
  renew(): void {
    this.#spentMs = 0;
  }
}
