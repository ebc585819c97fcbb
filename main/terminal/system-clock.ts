import type { Clock } from '../core/clock.ts';
import type { TimestampMicros } from '../core/units/timestamp.ts';

/** `performance.now` is microsecond-fine but does not follow corrections of the wall clock; past this it is set anew. */
const MAX_DRIFT_MS = 2;

/** The machine's clocks. */
export function systemClock(): Clock {
  let originMs = performance.timeOrigin;
  return {
    wallMicros: () => {
      const nowMs = originMs + performance.now();
      const driftMs = Date.now() - nowMs;
      if (Math.abs(driftMs) > MAX_DRIFT_MS) originMs += driftMs;
      return Math.round((originMs + performance.now()) * 1_000) as TimestampMicros;
    },
    monotonicMs: () => performance.now(),
  };
}
