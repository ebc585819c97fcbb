/** Beyond this the factor is below 10^-17, which no double near 1 can tell from nothing. */
const NOTHING_LEFT = 40;
const SQUARINGS = 8;
const PIECES = 256;

/**
 * What an exponential decay leaves after `lifetimes` of its time constant: e^-lifetimes within 10^-4 of its value up to
 * 10. Made of additions and multiplications alone, which IEEE 754 rounds alike everywhere; `Math.exp` may differ in its
 * last bit from one machine to the next.
 *
 * @param lifetimes 0 or more
 */
export function decay(lifetimes: number): number {
  if (lifetimes >= NOTHING_LEFT) return 0;
  const piece = lifetimes / PIECES;
  let left = 1 - piece * (1 - (piece / 2) * (1 - piece / 3));
  for (let squaring = 0; squaring < SQUARINGS; squaring++) left *= left;
  return left;
}
