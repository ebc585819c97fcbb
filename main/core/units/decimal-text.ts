/**
 * Decimal text of `units * 10^-digits`, exact and ungrouped: `decimalText(12345, 2)` is `"123.45"`.
 * A negative number takes U+2212, the minus sign, because the renderer shows this text as it is.
 *
 * @param units integer, |units| < 2^53
 * @param digits decimals, 0 to 15
 */
export function decimalText(units: number, digits: number): string {
  const sign = units < 0 ? '\u2212' : '';
  const text = String(Math.abs(units));
  if (digits === 0) return sign + text;
  const padded = text.padStart(digits + 1, '0');
  const point = padded.length - digits;
  return `${sign}${padded.slice(0, point)}.${padded.slice(point)}`;
}
