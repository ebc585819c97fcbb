import type { VenueLimits } from './venue-limits.ts';

type SlowReaderLimits = Pick<VenueLimits, 'slowAboveBytes' | 'slowBelowBytes' | 'slowForMs'>;

/**
 * Whether one connection reads fast enough, judged from what waits unsent: above the upper mark it is held back, under
 * the lower one it goes on, far apart on purpose so that a reader at the edge does not flap, and one that has not come
 * down in time is too slow (PROTOCOL.md section 8). Knows nothing of what is held back.
 */
export class SlowReader {
  readonly #limits: SlowReaderLimits;
  #heldSinceMs: number | null = null;

  constructor(limits: SlowReaderLimits) {
    this.#limits = limits;
  }

  get isHeldBack(): boolean {
    return this.#heldSinceMs !== null;
  }

  /** Whether so many unsent bytes make a reader slow. */
  isTooMuch(bufferedBytes: number): boolean {
    return bufferedBytes > this.#limits.slowAboveBytes;
  }

  hold(nowMs: number): void {
    this.#heldSinceMs ??= nowMs;
  }

  /** True once when a held reader has caught up: the caller sends what was held back now. */
  hasCaughtUp(bufferedBytes: number): boolean {
    if (this.#heldSinceMs === null || bufferedBytes >= this.#limits.slowBelowBytes) return false;
    this.#heldSinceMs = null;
    return true;
  }

  isTooSlow(nowMs: number): boolean {
    return this.#heldSinceMs !== null && nowMs - this.#heldSinceMs >= this.#limits.slowForMs;
  }
}
