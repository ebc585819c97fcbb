import { TokenBucket } from '../server/token-bucket.ts';

/** How many of the longest unused buckets are looked at for one that may go: a newcomer costs no more than this. */
const LOOKED_AT = 16;

export type BucketTableOptions = {
  readonly capacity: number;
  readonly perSecond: number;
  /** Buckets kept at once. */
  readonly maxEntries: number;
};

/**
 * A token bucket for each key, such as an address. A bucket that is full again is as good as a new one and may be
 * forgotten; one that is not is kept, so that nobody gets a second burst by being forgotten.
 */
export class BucketTable {
  readonly #options: BucketTableOptions;
  /** Least recently used first. */
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(options: BucketTableOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#buckets.size;
  }

  /**
   * Takes a token of the key.
   *
   * @param nowMs monotonic
   * @returns 0 when it was taken, else the milliseconds after which asking again makes sense; also for a new key while
   *   the table is full of buckets in use
   */
  take(key: string, nowMs: number): number {
    const known = this.#buckets.get(key);
    const waitForRoomMs = known === undefined ? this.#makeRoom(nowMs) : 0;
    if (waitForRoomMs > 0) return waitForRoomMs;
    const bucket = known ?? new TokenBucket(this.#options.capacity, this.#options.perSecond, nowMs);
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    return bucket.take(nowMs) ? 0 : bucket.msUntilNext(nowMs);
  }

  /** Milliseconds until `take` may succeed, without taking; 0 when the key is new. */
  waitMs(key: string, nowMs: number): number {
    return this.#buckets.get(key)?.msUntilNext(nowMs) ?? 0;
  }

  /** Forgets a bucket that is full again. @returns 0 when there is room, else when there may be */
  #makeRoom(nowMs: number): number {
    if (this.#buckets.size < this.#options.maxEntries) return 0;
    let soonestMs = Number.POSITIVE_INFINITY;
    let looked = 0;
    for (const [key, bucket] of this.#buckets) {
      const waitMs = bucket.msUntilFull(nowMs);
      if (waitMs === 0) {
        this.#buckets.delete(key);
        return 0;
      }
      soonestMs = Math.min(soonestMs, waitMs);
      looked += 1;
      if (looked === LOOKED_AT) break;
    }
    return soonestMs;
  }
}
