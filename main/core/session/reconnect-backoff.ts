/** Capped exponential back-off with full jitter, as in AWS "Exponential Backoff And Jitter". */
export type BackoffOptions = {
  /** Upper bound of the first delay, milliseconds. */
  readonly baseMs: number;
  /** Upper bound of every delay, milliseconds. */
  readonly capMs: number;
};

export const DEFAULT_BACKOFF: BackoffOptions = { baseMs: 500, capMs: 30_000 };

/**
 * Delay before attempt number `attempt`, uniformly from 0 to `min(capMs, baseMs * 2^attempt)`.
 *
 * @param attempt failed attempts since the book was last live, from 0
 * @param random uniform in [0, 1)
 */
export function backoffDelayMs(
  attempt: number,
  random: number,
  options: BackoffOptions = DEFAULT_BACKOFF,
): number {
  // 2^30 is past any cap; the bound keeps the product finite.
  const ceiling = Math.min(options.capMs, options.baseMs * 2 ** Math.min(Math.max(attempt, 0), 30));
  return random * ceiling;
}
