import { requestPaint, type BeforePaint } from '../shared/animation-frames.ts';
import { monotonicNowMs } from '../shared/screen-clock.ts';

/**
 * A worker's animation frames, one for all who ask, which do not come while the page cannot be seen: a worker is not told
 * of that by the browser as a page is.
 */
export class FrameGate {
  readonly #requestFrame: BeforePaint;
  #waiting = new Set<() => void>();
  #isOpen = true;
  #cancel: (() => void) | null = null;
  #askedMs = 0;

  /** @param requestFrame for tests; `requestAnimationFrame` by default */
  constructor(requestFrame: BeforePaint = requestPaint) {
    this.#requestFrame = requestFrame;
  }

  readonly beforePaint: BeforePaint = (call) => {
    this.#waiting.add(call);
    this.#ask();
    return () => {
      this.#waiting.delete(call);
      if (this.#waiting.size === 0) this.#release();
    };
  };

  open(isOpen: boolean): void {
    this.#isOpen = isOpen;
    if (!isOpen) this.#release();
    else if (this.#waiting.size > 0) this.#ask();
  }

  /** Milliseconds that an animation frame asked of the browser has not come; 0 when none is asked for. */
  get waitMs(): number {
    return this.#cancel === null ? 0 : monotonicNowMs() - this.#askedMs;
  }

  #ask(): void {
    if (!this.#isOpen || this.#cancel !== null) return;
    this.#askedMs = monotonicNowMs();
    this.#cancel = this.#requestFrame(() => this.#paint());
  }

  #release(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #paint(): void {
    this.#cancel = null;
    const due = this.#waiting;
    this.#waiting = new Set();
    for (const call of due) call();
  }
}
