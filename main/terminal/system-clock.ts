import type { Clock } from '../core/clock.ts';
import { fineClock } from '../core/fine-clock.ts';

/** The machine's clocks. */
export function systemClock(): Clock {
  return fineClock({ wallMs: Date.now, monotonicMs: () => performance.now() });
}
