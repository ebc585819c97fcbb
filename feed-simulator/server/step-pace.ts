/** How often the market moves on: fine enough for a latency to mean something, coarse enough to sleep between. */
export const STEP_MS = 5;
/** Under load steps become rarer and bigger, but never so rare that a client would feel it. */
export const LONGEST_STEP_MS = 40;
/** Part of the time that steps may take. The rest is for requests, sockets and whoever shares the machine. */
const SHARE = 0.5;

/**
 * When the next step is due. A step costs something for each connection it writes to, whatever it writes: where a step
 * takes longer than its share of the time, the next one comes later and does more with as many writes.
 *
 * @param tookMs what the step that just ended took
 * @returns milliseconds from now
 */
export function waitAfterStep(tookMs: number): number {
  const period = Math.min(LONGEST_STEP_MS, Math.max(STEP_MS, tookMs / SHARE));
  return Math.max(1, period - tookMs);
}
