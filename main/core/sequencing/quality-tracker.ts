import { LIVE, type DataQuality, type StaleReason } from '../market-data/data-quality.ts';

/** Keeps one stream's {@link DataQuality}. Wall times in milliseconds, passed in. */
export class QualityTracker {
  #quality: DataQuality = { isLive: false, reason: 'connecting', staleSinceMs: 0 };

  /** A new value on each change, so that a reader may compare by identity. */
  get quality(): DataQuality {
    return this.#quality;
  }

  markLive(): void {
    this.#quality = LIVE;
  }

  /** A stream that is stale already takes the new reason and keeps the time it went stale at. */
  markStale(reason: Exclude<StaleReason, 'none'>, wallMs: number): void {
    const { isLive, reason: before, staleSinceMs } = this.#quality;
    if (!isLive && before === reason) return;
    this.#quality = { isLive: false, reason, staleSinceMs: isLive ? wallMs : staleSinceMs };
  }
}
