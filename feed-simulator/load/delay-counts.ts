/** Width of one bucket; a percentile is exact to this. */
const BUCKET_MICROS = 100;
/** 20 seconds; longer delays count as this. */
const BUCKETS = 200_000;

/** Delays of any number of messages in 0.8 MB: how many fell into each tenth of a millisecond. */
export class DelayCounts {
  readonly #buckets = new Uint32Array(BUCKETS);
  #total = 0;

  get total(): number {
    return this.#total;
  }

  /** @param micros below 0 where two clocks differ by more than the message took; counts as 0 */
  add(micros: number): void {
    const bucket = Math.min(BUCKETS - 1, Math.max(0, Math.floor(micros / BUCKET_MICROS)));
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
    this.#total += 1;
  }

  addAll(other: DelayCounts): void {
    for (const [bucket, count] of other.#buckets.entries())
      this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + count;
    this.#total += other.#total;
  }

  /**
   * Milliseconds that a share `p` of the delays did not exceed (upper end of the bucket); null when there are none.
   *
   * @param p above 0, at most 1
   */
  percentileMs(p: number): number | null {
    if (this.#total === 0) return null;
    const rank = Math.ceil(p * this.#total);
    let seen = 0;
    let bucket = -1;
    while (seen < rank) {
      bucket += 1;
      seen += this.#buckets[bucket] ?? 0;
    }
    return ((bucket + 1) * BUCKET_MICROS) / 1_000;
  }
}
