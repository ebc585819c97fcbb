/** Sub-buckets per doubling: a bucket is at most 1/64 of its value wide, and its middle is reported. */
const PRECISION_BITS = 6;
const SUB_BUCKETS = 1 << PRECISION_BITS;
/** 2^31 - 1 microseconds, about 36 minutes; more counts as this. */
export const MAX_COUNTED_MICROS = 0x7fff_ffff;
const BUCKETS = SUB_BUCKETS * (32 - PRECISION_BITS);

/** Counts of whole numbers from 0 to 2^31 - 1 in buckets that widen with the value (error below 1 %). 6.7 KB, fixed. */
export class LogLinearCounts {
  readonly #counts = new Uint32Array(BUCKETS);
  #total = 0;

  get total(): number {
    return this.#total;
  }

  clear(): void {
    if (this.#total === 0) return;
    this.#counts.fill(0);
    this.#total = 0;
  }

  /** @param value at least 0; fractions are cut off */
  add(value: number): void {
    const bucket = bucketOf(Math.min(value, MAX_COUNTED_MICROS) | 0);
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#total += 1;
  }

  static readonly bucketCount = BUCKETS;

  countIn(bucket: number): number {
    return this.#counts[bucket] ?? 0;
  }
}

function bucketOf(value: number): number {
  if (value < SUB_BUCKETS) return value;
  const shift = 31 - Math.clz32(value) - PRECISION_BITS;
  return shift * SUB_BUCKETS + (value >>> shift);
}

/** Middle of a bucket's values, exact below 128. */
export function middleOfBucket(bucket: number): number {
  if (bucket < SUB_BUCKETS * 2) return bucket;
  const shift = (bucket >>> PRECISION_BITS) - 1;
  const low = (bucket - shift * SUB_BUCKETS) * 2 ** shift;
  return low + (2 ** shift - 1) / 2;
}
