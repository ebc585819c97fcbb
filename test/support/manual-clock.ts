import type { Clock } from '../../main/core/clock.ts';
import { timestampMicros } from '../../main/core/units/timestamp.ts';

/** Wall time of every manual clock at its start, milliseconds since the Unix epoch. */
export const CLOCK_START_MS = 1_800_000_000_000;

/** Time that moves only when a test says so. */
export class ManualClock implements Clock {
  #ms = 0;

  advance(ms: number): void {
    this.#ms += ms;
  }

  wallMicros(): ReturnType<Clock['wallMicros']> {
    return timestampMicros((CLOCK_START_MS + this.#ms) * 1_000);
  }

  monotonicMs(): number {
    return this.#ms;
  }
}
