import type { HaltTerms } from './instrument-spec.ts';

/** Samples that span the window: the rule looks back between 15 and 16 sixteenths of it. */
const SAMPLES = 16;

/** Watches traded prices and says when they moved too far within the window, up or down. */
export class HaltRule {
  readonly #terms: HaltTerms;
  /** Lowest and highest price of each sixteenth of the window, in ticks; the newest is at `#sample % SAMPLES`. */
  readonly #lowest = new Float64Array(SAMPLES);
  readonly #highest = new Float64Array(SAMPLES);
  #sample = -1;
  #last = 0;

  constructor(terms: HaltTerms) {
    this.#terms = terms;
  }

  /**
   * Notes a traded price.
   *
   * @param time microseconds from any start, never earlier than the time before
   * @returns true when the price is further from one within the window than the terms allow
   */
  observe(time: number, ticks: number): boolean {
    const sample = Math.floor(time / Math.ceil(this.#terms.windowMicros / SAMPLES));
    if (this.#sample < 0) this.#fill(sample, ticks);
    this.#rollTo(sample);
    const at = sample % SAMPLES;
    this.#lowest[at] = Math.min(this.#lowest[at] ?? ticks, ticks);
    this.#highest[at] = Math.max(this.#highest[at] ?? ticks, ticks);
    this.#last = ticks;
    const allowed = this.#terms.moveBasisPoints;
    for (let index = 0; index < SAMPLES; index++) {
      const low = this.#lowest[index] ?? ticks;
      const high = this.#highest[index] ?? ticks;
      if ((ticks - low) * 10_000 > low * allowed || (high - ticks) * 10_000 > high * allowed) return true;
    }
    return false;
  }

  /** Forgets what it saw: after a halt or on new ticks the next price starts the window. */
  reset(): void {
    this.#sample = -1;
  }

  /** Moves the window on; sixteenths without a trade stand at the price before them. */
  #rollTo(sample: number): void {
    const from = Math.max(this.#sample + 1, sample - SAMPLES + 1);
    for (let empty = from; empty <= sample; empty++) {
      this.#lowest[empty % SAMPLES] = this.#last;
      this.#highest[empty % SAMPLES] = this.#last;
    }
    this.#sample = sample;
  }

  #fill(sample: number, ticks: number): void {
    this.#lowest.fill(ticks);
    this.#highest.fill(ticks);
    this.#sample = sample;
    this.#last = ticks;
  }
}
