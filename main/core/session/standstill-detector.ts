/** Deadlines are judged every 100 ms; a call so long after the one before means that nothing at all ran meanwhile. */
const LATE_MS = 200;

/**
 * Notices that this process stood still. What came meanwhile waits in the socket and has not been heard yet, so silence must
 * not be judged before the sockets have had their turn: at the next call. Monotonic milliseconds, passed in.
 */
export class StandstillDetector {
  #lastMs: number | null = null;
  #wasLate = false;

  /** To be called ten times a second. @returns true once after each standstill, never twice running */
  judge(nowMs: number): boolean {
    const isLate = this.#lastMs !== null && nowMs - this.#lastMs >= LATE_MS;
    this.#lastMs = nowMs;
    this.#wasLate = isLate && !this.#wasLate;
    return this.#wasLate;
  }
}
