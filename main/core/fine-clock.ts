import type { Clock } from './clock.ts';
import { timestampMicros } from './units/timestamp.ts';

/** Readings of a machine: wall time in whole milliseconds (as `Date.now`), and a fine monotonic one. */
export type ClockReadings = { readonly wallMs: () => number; readonly monotonicMs: () => number };

/** Past this the fine clock has parted from the wall clock (sleep, a clock set or slewed) and is set anew. */
const MAX_DRIFT_MS = 1.5;
/** Longest look for the wall clock's next tick: two of its milliseconds, or this many readings where time stands still. */
const MAX_LOOK_MS = 2;
const MAX_READINGS = 100_000;

/**
 * Wall time in microseconds from a wall clock that has only milliseconds: the fine clock is set at the moment the wall
 * clock ticks. Two processes of one machine then agree to some microseconds, which a latency between them needs. Setting
 * takes up to two milliseconds, at the start and whenever the two have parted.
 */
export function fineClock({ wallMs, monotonicMs }: ClockReadings): Clock {
  let offsetMs = offsetAtTick();

  function offsetAtTick(): number {
    const began = wallMs();
    const latest = monotonicMs() + MAX_LOOK_MS;
    for (let reading = 0; reading < MAX_READINGS; reading += 1) {
      const fine = monotonicMs();
      const wall = wallMs();
      if (wall !== began) return wall - fine;
      if (fine > latest) break;
    }
    return wallMs() - monotonicMs();
  }

  return {
    wallMicros: () => {
      const fine = monotonicMs();
      // Whole milliseconds are half a millisecond behind on average.
      if (Math.abs(wallMs() + 0.5 - fine - offsetMs) > MAX_DRIFT_MS) {
        offsetMs = offsetAtTick();
        return timestampMicros(Math.floor((monotonicMs() + offsetMs) * 1_000));
      }
      return timestampMicros(Math.floor((fine + offsetMs) * 1_000));
    },
    monotonicMs,
  };
}
