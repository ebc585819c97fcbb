import { describe, expect, it } from 'vitest';
import { SlowReader } from '../../../feed-simulator/server/slow-reader.ts';

const MIB = 1_048_576;

describe('SlowReader', () => {
  it('holds back above 1 MiB and goes on only under 256 KiB', () => {
    const reader = new SlowReader();
    expect(reader.mustWait(MIB, 0)).toBe(false);
    expect(reader.mustWait(MIB + 1, 0)).toBe(true);
    expect(reader.mustWait(300_000, 1)).toBe(true);
    expect(reader.hasCaughtUp(MIB / 4)).toBe(false);
    expect(reader.hasCaughtUp(MIB / 4 - 1)).toBe(true);
    expect(reader.hasCaughtUp(0)).toBe(false);
    expect(reader.mustWait(0, 2)).toBe(false);
  });

  it('is too slow ten seconds after it was first held back', () => {
    const reader = new SlowReader();
    reader.mustWait(2 * MIB, 1_000);
    reader.mustWait(2 * MIB, 9_000);
    expect([reader.isTooSlow(10_999), reader.isTooSlow(11_000)]).toEqual([false, true]);
  });

  it('starts the ten seconds anew after it caught up', () => {
    const reader = new SlowReader();
    reader.mustWait(2 * MIB, 0);
    reader.hasCaughtUp(0);
    expect(reader.isTooSlow(20_000)).toBe(false);
    reader.mustWait(2 * MIB, 20_000);
    expect(reader.isTooSlow(29_999)).toBe(false);
  });
});
