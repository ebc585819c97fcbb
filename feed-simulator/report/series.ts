/** Plain statistics of lists of numbers; `NaN` where a list is too short to say anything. */

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at] ?? 0;
  return sum / values.length;
}

/** The middle value, the upper of two middles. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[sorted.length >> 1] ?? NaN;
}

/** Differences of values `step` apart, taken without overlap. */
export function differences(values: ArrayLike<number>, step: number): Float64Array {
  const count = Math.max(0, Math.floor((values.length - 1) / step));
  return Float64Array.from(
    { length: count },
    (_, at) => (values[(at + 1) * step] ?? 0) - (values[at * step] ?? 0),
  );
}

/** Pearson's correlation of two lists of one length. */
export function correlation(left: ArrayLike<number>, right: ArrayLike<number>): number {
  const leftMean = mean(left);
  const rightMean = mean(right);
  let both = 0;
  let leftSquares = 0;
  let rightSquares = 0;
  for (let at = 0; at < left.length; at++) {
    const one = (left[at] ?? 0) - leftMean;
    const other = (right[at] ?? 0) - rightMean;
    both += one * other;
    leftSquares += one * one;
    rightSquares += other * other;
  }
  return both / Math.sqrt(leftSquares * rightSquares);
}

/** Autocorrelations at the lags asked for. */
export function autocorrelation(values: ArrayLike<number>, lags: readonly number[]): number[] {
  const middle = mean(values);
  let squares = 0;
  for (let at = 0; at < values.length; at++) squares += ((values[at] ?? 0) - middle) ** 2;
  return lags.map((lag) => {
    let products = 0;
    for (let at = lag; at < values.length; at++)
      products += ((values[at] ?? 0) - middle) * ((values[at - lag] ?? 0) - middle);
    return products / squares;
  });
}

/** Fourth standardised moment less the 3 of a Gaussian. */
export function excessKurtosis(values: ArrayLike<number>): number {
  const middle = mean(values);
  let squares = 0;
  let fourths = 0;
  for (let at = 0; at < values.length; at++) {
    const square = ((values[at] ?? 0) - middle) ** 2;
    squares += square;
    fourths += square * square;
  }
  return (fourths * values.length) / (squares * squares) - 3;
}

/**
 * Tail exponent of the largest absolute values (Hill, Annals of Statistics, 1975).
 *
 * @param share of the values that is taken for the tail, above 0 and below 1
 */
export function hillExponent(values: ArrayLike<number>, share: number): number {
  const sizes = Float64Array.from(values, Math.abs).sort();
  const count = Math.floor(sizes.length * share);
  const threshold = sizes[sizes.length - 1 - count] ?? NaN;
  let sum = 0;
  for (let at = sizes.length - count; at < sizes.length; at++) sum += Math.log((sizes[at] ?? 0) / threshold);
  return count / sum;
}

/** Slope of log y on log x by least squares, over the points where both are above 0. */
export function logLogSlope(points: readonly { readonly x: number; readonly y: number }[]): number {
  const logs = points
    .filter(({ x, y }) => x > 0 && y > 0)
    .map(({ x, y }) => [Math.log(x), Math.log(y)] as const);
  const xMean = mean(logs.map(([x]) => x));
  const yMean = mean(logs.map(([, y]) => y));
  let products = 0;
  let squares = 0;
  for (const [x, y] of logs) {
    products += (x - xMean) * (y - yMean);
    squares += (x - xMean) ** 2;
  }
  return products / squares;
}
