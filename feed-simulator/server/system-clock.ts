import type { Clock } from '../../main/core/clock.ts';
import { timestampMicros } from '../../main/core/units/timestamp.ts';

/** How far the fine clock may drift from the wall clock before it is set anew (suspend, a clock set by hand). */
const MAX_DRIFT_MS = 20;

/** The machine's clocks. Wall time has microseconds, because a latency under a millisecond is measured with it. */
export function systemClock(): Clock {
  let offsetMs = Date.now() - performance.now();
  return {
    wallMicros() {
      const fine = performance.now();
      if (Math.abs(Date.now() - fine - offsetMs) > MAX_DRIFT_MS) offsetMs = Date.now() - fine;
      return timestampMicros(Math.floor((fine + offsetMs) * 1000));
    },
    monotonicMs: () => performance.now(),
  };
}
