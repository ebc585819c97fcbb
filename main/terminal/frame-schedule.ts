/** One display frame at 60 Hz, milliseconds; frames go out no more often. */
const FRAME_MS = 1_000 / 60;

export type FrameScheduleOptions = {
  readonly monotonicMs: () => number;
  /** Runs a task once, `delayMs` from now and not within the call; 0 as soon as the turn is over. @returns what cancels it */
  readonly after: (delayMs: number, task: () => void) => () => void;
  readonly publish: () => void;
};

/**
 * When display frames are published: at once on the first request after a pause, then on a grid of 60 a second for as long
 * as requests go on. A late frame does not delay those behind it. Without requests nothing runs.
 */
export class FrameSchedule {
  readonly #options: FrameScheduleOptions;
  #dueMs = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;
  #isEnded = false;

  constructor(options: FrameScheduleOptions) {
    this.#options = options;
  }

  /** Asks for one frame; while one is under way this changes nothing. */
  request(): void {
    if (this.#cancel !== null || this.#isEnded) return;
    const nowMs = this.#options.monotonicMs();
    const nextMs = this.#dueMs + FRAME_MS;
    this.#dueMs = nowMs - nextMs < FRAME_MS ? nextMs : nowMs;
    this.#cancel = this.#options.after(Math.max(0, this.#dueMs - nowMs), () => {
      this.#cancel = null;
      this.#options.publish();
    });
  }

  /** No frame is published after this. */
  end(): void {
    this.#isEnded = true;
    this.#cancel?.();
    this.#cancel = null;
  }
}
