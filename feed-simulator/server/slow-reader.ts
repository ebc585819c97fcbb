/** Above this many unsent bytes a connection gets no book deltas and no trades (PROTOCOL.md section 8). */
const HOLD_BACK_ABOVE_BYTES = 1_048_576;
/** Under this it goes on. Far apart on purpose: a reader at the edge must not flap. */
const RESUME_BELOW_BYTES = 262_144;
/** A reader that has not come down to the lower mark in this time is cut. */
const TOO_SLOW_AFTER_MS = 10_000;

/** Whether one connection reads fast enough, judged from what waits unsent. Knows nothing of what is held back. */
export class SlowReader {
  #heldSinceMs: number | null = null;

  get isHeldBack(): boolean {
    return this.#heldSinceMs !== null;
  }

  /** To be called before each message that can wait; true when it must. */
  mustWait(bufferedBytes: number, nowMs: number): boolean {
    if (this.#heldSinceMs === null && bufferedBytes > HOLD_BACK_ABOVE_BYTES) this.#heldSinceMs = nowMs;
    return this.#heldSinceMs !== null;
  }

  /** True once when a held reader has caught up: the caller sends what was held back now. */
  hasCaughtUp(bufferedBytes: number): boolean {
    if (this.#heldSinceMs === null || bufferedBytes >= RESUME_BELOW_BYTES) return false;
    this.#heldSinceMs = null;
    return true;
  }

  isTooSlow(nowMs: number): boolean {
    return this.#heldSinceMs !== null && nowMs - this.#heldSinceMs >= TOO_SLOW_AFTER_MS;
  }
}
