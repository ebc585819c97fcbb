/** The only clock and timers of the renderer, so that tests can replace them all in one place. */

/** Wall clock, milliseconds since the Unix epoch. May jump; only for ages of stamps made by another clock. */
export function wallNowMs(): number {
  return Date.now();
}

/** Milliseconds from an arbitrary start, never backwards; for deadlines. */
export function monotonicNowMs(): number {
  return performance.now();
}

/** Calls once after `delayMs`. @returns the function that cancels it */
export function after(delayMs: number, call: () => void): () => void {
  const timer = setTimeout(call, delayMs);
  return () => clearTimeout(timer);
}

/** Calls every `intervalMs`. @returns the function that ends it */
export function every(intervalMs: number, call: () => void): () => void {
  const timer = setInterval(call, intervalMs);
  return () => clearInterval(timer);
}

const SECOND_MS = 1_000;

/** Calls at the beginning of each second of the wall clock. @returns the function that ends it */
export function everySecond(call: () => void): () => void {
  let cancel = (): void => {};
  const wait = (): void => {
    cancel = after(SECOND_MS - (wallNowMs() % SECOND_MS), () => {
      wait();
      call();
    });
  };
  wait();
  return () => cancel();
}
