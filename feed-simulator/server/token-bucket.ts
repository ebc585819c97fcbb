/** Allows a burst of `capacity` requests and `perSecond` from then on. Starts full. Times are monotonic milliseconds. */
export class TokenBucket {
  readonly #capacity: number;
  readonly #perSecond: number;
  #tokens: number;
  #filledAtMs: number;

  constructor(capacity: number, perSecond: number, nowMs: number) {
    this.#capacity = capacity;
    this.#perSecond = perSecond;
    this.#tokens = capacity;
    this.#filledAtMs = nowMs;
  }

  /** Takes one token; false when there is none. */
  take(nowMs: number): boolean {
    this.#tokens = this.#tokensAt(nowMs);
    this.#filledAtMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Milliseconds until there is a token to take; 0 when there is one. */
  msUntilNext(nowMs: number): number {
    return this.#msUntil(1, nowMs);
  }

  /** Milliseconds until it is as good as new; 0 when it is. */
  msUntilFull(nowMs: number): number {
    return this.#msUntil(this.#capacity, nowMs);
  }

  #msUntil(tokens: number, nowMs: number): number {
    return Math.max(0, ((tokens - this.#tokensAt(nowMs)) * 1000) / this.#perSecond);
  }

  #tokensAt(nowMs: number): number {
    const refill = ((nowMs - this.#filledAtMs) * this.#perSecond) / 1000;
    return Math.min(this.#capacity, this.#tokens + refill);
  }
}
