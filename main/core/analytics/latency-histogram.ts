import { LogLinearCounts, middleOfBucket } from './log-linear-counts.ts';

/** Length of one of the two halves; an answer covers the last one to two halves. */
const HALF_MS = 10_000;

/**
 * Latencies in microseconds over the last 10 to 20 seconds, in 27 KB whatever the rate, each within 1 %. A negative one is
 * clock skew between the venue and us: counted, and reported as it is. Times are monotonic milliseconds, passed in.
 */
export class LatencyHistogram {
  #current = new SignedCounts();
  #previous = new SignedCounts();
  #halfEndMs: number;

  constructor(nowMs: number) {
    this.#halfEndMs = nowMs + HALF_MS;
  }

  record(micros: number, nowMs: number): void {
    this.#rotate(nowMs);
    this.#current.add(micros);
  }

  count(nowMs: number): number {
    this.#rotate(nowMs);
    return this.#current.total + this.#previous.total;
  }

  /** How many were below 0. */
  skewedCount(nowMs: number): number {
    this.#rotate(nowMs);
    return this.#current.negative.total + this.#previous.negative.total;
  }

  /**
   * Microseconds that a fraction `p` of the latencies do not exceed; null when there are none.
   *
   * @param p from 0 to 1, for example 0.99
   */
  percentile(p: number, nowMs: number): number | null {
    const total = this.count(nowMs);
    if (total === 0) return null;
    const rank = Math.max(1, Math.ceil(p * total));
    const halves = [this.#current, this.#previous] as const;
    let seen = 0;
    for (let bucket = LogLinearCounts.bucketCount - 1; bucket >= 0; bucket -= 1) {
      seen += halves[0].negative.countIn(bucket) + halves[1].negative.countIn(bucket);
      if (seen >= rank) return -middleOfBucket(bucket);
    }
    for (let bucket = 0; bucket < LogLinearCounts.bucketCount; bucket += 1) {
      seen += halves[0].positive.countIn(bucket) + halves[1].positive.countIn(bucket);
      if (seen >= rank) return middleOfBucket(bucket);
    }
    return null;
  }

  #rotate(nowMs: number): void {
    if (nowMs < this.#halfEndMs) return;
    const retired = this.#previous;
    this.#previous = this.#current;
    retired.clear();
    this.#current = retired;
    if (nowMs >= this.#halfEndMs + HALF_MS) this.#previous.clear();
    this.#halfEndMs += HALF_MS * (1 + Math.floor((nowMs - this.#halfEndMs) / HALF_MS));
  }
}

/** Positive (0 included) and negative values apart, each by magnitude. */
class SignedCounts {
  readonly positive = new LogLinearCounts();
  readonly negative = new LogLinearCounts();

  get total(): number {
    return this.positive.total + this.negative.total;
  }
  clear(): void {
    this.positive.clear();
    this.negative.clear();
  }
  add(value: number): void {
    if (value < 0) this.negative.add(-value);
    else this.positive.add(value);
  }
}
