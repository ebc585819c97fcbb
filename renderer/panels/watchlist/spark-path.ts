/**
 * SVG path of closes in a box of `width` x `height`, oldest at the left edge; '' for fewer than two.
 * Half a pixel stays free at the top and the bottom, so that the line is never cut.
 */
export function sparkPath(closes: Float64Array, width: number, height: number): string {
  if (closes.length < 2) return '';
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const close of closes) {
    low = Math.min(low, close);
    high = Math.max(high, close);
  }
  const stepX = width / (closes.length - 1);
  let path = '';
  closes.forEach((close, index) => {
    const share = high === low ? 0.5 : (close - low) / (high - low);
    path += `${index === 0 ? 'M' : 'L'}${tenths(index * stepX)} ${tenths(height - 0.5 - share * (height - 1))}`;
  });
  return path;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
