import type { Clock } from './clock.ts';
import { timestampMicros } from './units/timestamp.ts';

/** Readings of a machine: wall time in whole milliseconds (as `Date.now`), and a fine monotonic one. */
export type ClockReadings = { readonly wallMs: () => number; readonly monotonicMs: () => number };

/** Past this the fine clock has parted from the wall clock (sleep, a clock set or slewed) and is set anew. */
const MAX_DRIFT_MS = 1.5;
/** Longest look for a tick of the wall clock: four of its milliseconds, or this many readings where time stands still. */
const MAX_LOOK_MS = 4;
const MAX_READINGS = 100_000;
/** A tick between two readings this far apart is known well enough; a wider one means the process was put aside. */
const CLOSE_MS = 0.02;

/**
 * Wall time in microseconds from a wall clock that has only milliseconds: the fine clock is set at the moment the wall
 * clock ticks. Two processes of one machine then agree to some microseconds, which a latency between them needs. Setting
 * takes up to four milliseconds, at the start and whenever the two have parted.
 */
export function fineClock({ wallMs, monotonicMs }: ClockReadings): Clock {
  let offsetMs = offsetAtTick();

  function offsetAtTick(): number {
    let before = monotonicMs(); // always read before `wall` was
    let wall = wallMs();
    let between = monotonicMs();
    const latest = before + MAX_LOOK_MS;
    let best = { widthMs: Number.POSITIVE_INFINITY, offsetMs: wall + 0.5 - before };
    for (
      let reading = 0;
      reading < MAX_READINGS && between <= latest && best.widthMs > CLOSE_MS;
      reading += 1
    ) {
      const wallNow = wallMs();
      const after = monotonicMs();
      const widthMs = after - before;
      // The tick lies between the last two readings of the wall clock, and those between these two of the fine one.
      if (wallNow !== wall && widthMs < best.widthMs)
        best = { widthMs, offsetMs: wallNow - (before + after) / 2 };
      before = between;
      between = after;
      wall = wallNow;
    }
    return best.offsetMs;
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
