const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 3_000;

/**
 * Wait before trying the host again: doubles from 0.25 s to 3 s, the upper half of it drawn at random so that windows
 * do not come back in step. Milliseconds.
 *
 * @param failures attempts that failed since the last success, from 1
 * @param random from 0 to below 1
 */
export function reconnectDelayMs(failures: number, random: number): number {
  const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures - 1, 10));
  return longest * (0.5 + 0.5 * random);
}
