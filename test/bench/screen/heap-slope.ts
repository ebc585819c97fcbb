/** Bytes in use after a forced collection, and when, in milliseconds. */
export type HeapSample = { readonly atMs: number; readonly bytes: number };

const BYTES_PER_MB = 1_000_000;
const MS_PER_HOUR = 3_600_000;

/**
 * The straight line through the samples by least squares, in megabytes an hour.
 *
 * @throws RangeError for fewer than two samples, or all at one time
 */
export function heapSlopeMBPerHour(samples: readonly HeapSample[]): number {
  const mean = (pick: (sample: HeapSample) => number): number =>
    samples.reduce((sum, sample) => sum + pick(sample), 0) / samples.length;
  const [meanMs, meanBytes] = [mean(({ atMs }) => atMs), mean(({ bytes }) => bytes)];
  const spread = mean(({ atMs }) => (atMs - meanMs) ** 2);
  if (!(spread > 0)) throw new RangeError(`expected samples at two times, received ${samples.length}`);
  const slope = mean(({ atMs, bytes }) => (atMs - meanMs) * (bytes - meanBytes)) / spread;
  return (slope * MS_PER_HOUR) / BYTES_PER_MB;
}
