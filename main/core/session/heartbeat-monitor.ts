/** Silence so far, judged against the venue's promise. `probe`: half the deadline is over, ask for a sign of life. */
export type Liveness = 'alive' | 'probe' | 'dead';

/** Missed heartbeats after which a connection is dead whatever the socket says (PROTOCOL.md section 7). */
const INTERVALS_TO_DEATH = 3;
/** Before the welcome has named an interval. */
const DEFAULT_DEADLINE_MS = 3_000;

/** Judges silence on one connection. Times are monotonic milliseconds, passed in. */
export class HeartbeatMonitor {
  #lastByteMs: number;
  #probedAtMs = -1;
  #deadlineMs = DEFAULT_DEADLINE_MS;

  constructor(nowMs: number) {
    this.#lastByteMs = nowMs;
  }

  /** @param intervalMs the welcome's `heartbeatIntervalMs` */
  expectEvery(intervalMs: number): void {
    this.#deadlineMs = intervalMs * INTERVALS_TO_DEATH;
  }

  get deadlineMs(): number {
    return this.#deadlineMs;
  }

  noteBytes(nowMs: number): void {
    this.#lastByteMs = nowMs;
    this.#probedAtMs = -1;
  }

  /** Milliseconds since the last inbound byte. */
  silenceMs(nowMs: number): number {
    return nowMs - this.#lastByteMs;
  }

  /** Answers `probe` once per silence. */
  judge(nowMs: number): Liveness {
    const silence = this.silenceMs(nowMs);
    if (silence >= this.#deadlineMs) return 'dead';
    if (silence >= this.#deadlineMs / 2 && this.#probedAtMs < 0) {
      this.#probedAtMs = nowMs;
      return 'probe';
    }
    return 'alive';
  }
}
