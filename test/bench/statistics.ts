/** Middle of the values, or the mean of the two middle ones. @throws RangeError when there are none */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const upper = sorted[sorted.length >>> 1];
  const lower = sorted[(sorted.length - 1) >>> 1];
  if (upper === undefined || lower === undefined)
    throw new RangeError('expected at least one value, received none');
  return (lower + upper) / 2;
}

/**
 * The least value that a fraction `p` of the values do not exceed (nearest rank).
 *
 * @param p above 0, at most 1
 * @throws RangeError when there are no values or `p` is out of range
 */
export function percentile(values: ArrayLike<number>, p: number): number {
  if (!(p > 0 && p <= 1)) throw new RangeError(`expected p above 0 and at most 1, received ${p}`);
  const sorted = Float64Array.from(values).sort();
  const value = sorted[Math.ceil(p * sorted.length) - 1];
  if (value === undefined) throw new RangeError('expected at least one value, received none');
  return value;
}

/** The value with at most `digits` significant digits: more would be noise. */
export function rounded(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
