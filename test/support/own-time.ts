const TICK_MS = 10;
const LONGEST_STEP_MS = 20;

let counted = 0;
let tickedAtMs = performance.now();

/**
 * Milliseconds that this process had for itself: like `performance.now()`, but of a time in which the event loop did not
 * turn, because the machine was given to others, at most 20 are counted. Bounds on what the product does are held against
 * this clock; how long a loop of ours may be kept busy is held elsewhere (`loop/*` of the benchmarks).
 */
export function ownTimeMs(): number {
  return counted + Math.min(LONGEST_STEP_MS, performance.now() - tickedAtMs);
}

setInterval(() => {
  counted = ownTimeMs();
  tickedAtMs = performance.now();
}, TICK_MS).unref();
