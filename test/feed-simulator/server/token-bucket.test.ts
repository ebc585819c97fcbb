import { describe, expect, it } from 'vitest';
import { TokenBucket } from '../../../feed-simulator/server/token-bucket.ts';

function taken(bucket: TokenBucket, times: number, nowMs: number): number {
  return Array.from({ length: times }, () => bucket.take(nowMs)).filter(Boolean).length;
}

describe('TokenBucket', () => {
  it('allows its capacity at once and no more', () => {
    expect(taken(new TokenBucket(200, 50, 0), 300, 0)).toBe(200);
  });

  it('refills at its rate up to its capacity', () => {
    const bucket = new TokenBucket(200, 50, 0);
    expect(taken(bucket, 300, 0)).toBe(200);
    expect(taken(bucket, 300, 500)).toBe(25);
    expect(taken(bucket, 300, 60_000)).toBe(200);
  });

  it('says how long it takes to the next one and until it is as good as new', () => {
    const bucket = new TokenBucket(200, 50, 0);
    expect([bucket.msUntilNext(0), bucket.msUntilFull(0)]).toEqual([0, 0]);
    taken(bucket, 200, 0);
    expect([bucket.msUntilNext(0), bucket.msUntilFull(0)]).toEqual([20, 4_000]);
    expect([bucket.msUntilNext(15), bucket.msUntilFull(3_000)]).toEqual([5, 1_000]);
    expect([bucket.msUntilNext(20), bucket.msUntilFull(9_000)]).toEqual([0, 0]);
  });
});
