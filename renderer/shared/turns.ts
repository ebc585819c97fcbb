import { after, monotonicNowMs } from './screen-clock.ts';

/** Does a thing at once when it is due and otherwise as soon as it is, at most once an interval; the last wish counts. */
export class Turns {
  readonly #intervalMs: number;
  readonly #act: () => void;
  #lastMs = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  constructor(intervalMs: number, act: () => void) {
    this.#intervalMs = intervalMs;
    this.#act = act;
  }

  /** Acts now or, when the last time was less than an interval ago, once it is over. */
  request(): void {
    if (this.#cancel !== null) return;
    const waitMs = this.#lastMs + this.#intervalMs - monotonicNowMs();
    if (waitMs <= 0) this.now();
    else this.#cancel = after(waitMs, () => this.now());
  }

  /** Acts whatever the interval says; what was waiting is done with it. */
  now(): void {
    this.dispose();
    this.#lastMs = monotonicNowMs();
    this.#act();
  }

  /** What was waiting is not done any more. */
  dispose(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
