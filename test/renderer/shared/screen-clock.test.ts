import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { everySecond, wallNowMs } from '../../../renderer/shared/screen-clock.ts';

const HALF_PAST = 1_700_000_000_500;

describe('everySecond', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: HALF_PAST });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('calls at the beginning of each second and leaves no timer behind', () => {
    const called: number[] = [];
    const stop = everySecond(() => called.push(wallNowMs() - HALF_PAST));
    vi.advanceTimersByTime(2_600);
    expect(called).toEqual([500, 1_500, 2_500]);
    stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
