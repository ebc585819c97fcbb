import { describe, expect, it } from 'vitest';
import { QualityTracker } from '../../../main/core/sequencing/quality-tracker.ts';

describe('QualityTracker', () => {
  it('names no time while it was never live', () => {
    const tracker = new QualityTracker();
    tracker.markStale('syncing', 500);
    expect(tracker.quality).toEqual({ isLive: false, reason: 'syncing', staleSinceMs: 0 });
  });

  it('keeps the time it went stale at while the reasons change', () => {
    const tracker = new QualityTracker();
    tracker.markLive();
    tracker.markStale('gap', 500);
    tracker.markStale('disconnected', 900);
    expect(tracker.quality).toEqual({ isLive: false, reason: 'disconnected', staleSinceMs: 500 });
  });

  it('answers the same value until something changes', () => {
    const tracker = new QualityTracker();
    tracker.markLive();
    tracker.markStale('gap', 500);
    const before = tracker.quality;
    tracker.markStale('gap', 900);
    expect(tracker.quality).toBe(before);
  });
});
