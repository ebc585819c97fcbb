import type { Clock } from '../../main/core/clock.ts';
import { fineClock } from '../../main/core/fine-clock.ts';

/** The machine's clocks. Wall time has microseconds, because a latency under a millisecond is measured with it. */
export function systemClock(): Clock {
  return fineClock({ wallMs: Date.now, monotonicMs: () => performance.now() });
}
