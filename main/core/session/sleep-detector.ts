/** The wall clock may be corrected by this much without anyone having slept. */
const MOST_CORRECTION_MS = 2_000;

/**
 * Notices that the machine slept. The monotonic clock of Linux and macOS stands still meanwhile, so that silence measured
 * with it looks short although the market went on; the wall clock does not. Clocks in milliseconds, passed in.
 */
export class SleepDetector {
  #aheadMs: number | null = null;

  /** To be called ten times a second. @returns milliseconds slept since the last call; 0 when it did not sleep */
  judge(monotonicMs: number, wallMs: number): number {
    const aheadMs = wallMs - monotonicMs;
    const sleptMs = this.#aheadMs === null ? 0 : aheadMs - this.#aheadMs;
    this.#aheadMs = aheadMs;
    return sleptMs > MOST_CORRECTION_MS ? sleptMs : 0;
  }
}
