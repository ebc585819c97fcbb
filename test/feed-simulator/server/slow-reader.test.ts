import { describe, expect, it } from 'vitest';
import { SlowReader } from '../../../feed-simulator/server/slow-reader.ts';

const LIMITS = { slowAboveBytes: 1_000, slowBelowBytes: 200, slowForMs: 10_000 };

describe('SlowReader', () => {
  it('finds too much only above the upper mark', () => {
    const reader = new SlowReader(LIMITS);
    expect([reader.isTooMuch(1_000), reader.isTooMuch(1_001)]).toEqual([false, true]);
  });

  it('stays held back until it comes under the lower mark, and says so once', () => {
    const reader = new SlowReader(LIMITS);
    expect([reader.isHeldBack, reader.hasCaughtUp(0)]).toEqual([false, false]);
    reader.hold(0);
    expect([reader.hasCaughtUp(200), reader.isHeldBack]).toEqual([false, true]);
    expect([reader.hasCaughtUp(199), reader.isHeldBack]).toEqual([true, false]);
    expect(reader.hasCaughtUp(0)).toBe(false);
  });

  it('is too slow when the time allowed has passed since it was first held back', () => {
    const reader = new SlowReader(LIMITS);
    reader.hold(1_000);
    reader.hold(9_000);
    expect([reader.isTooSlow(10_999), reader.isTooSlow(11_000)]).toEqual([false, true]);
  });

  it('starts the time anew after it caught up', () => {
    const reader = new SlowReader(LIMITS);
    reader.hold(0);
    reader.hasCaughtUp(0);
    expect(reader.isTooSlow(20_000)).toBe(false);
    reader.hold(20_000);
    expect(reader.isTooSlow(29_999)).toBe(false);
  });
});
