import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Turns } from '../../../renderer/shared/turns.ts';

let acted = 0;
beforeEach(() => {
  acted = 0;
  vi.useFakeTimers();
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe('Turns', () => {
  it('acts at once, then at most once an interval, and always once more after the last request', () => {
    const turns = new Turns(100, () => (acted += 1));
    for (let ms = 0; ms < 250; ms += 10) {
      turns.request();
      vi.advanceTimersByTime(10);
    }
    expect(acted).toBe(3);
    vi.advanceTimersByTime(1_000);
    expect(acted).toBe(4);
  });

  it('acts for the urgent at once, which also does what was waiting', () => {
    const turns = new Turns(100, () => (acted += 1));
    turns.request();
    turns.request();
    turns.now();
    vi.advanceTimersByTime(1_000);
    expect(acted).toBe(2);
  });

  it('forgets what was waiting when it is disposed of', () => {
    const turns = new Turns(100, () => (acted += 1));
    turns.now();
    turns.request();
    turns.dispose();
    vi.advanceTimersByTime(1_000);
    expect(acted).toBe(1);
  });
});
