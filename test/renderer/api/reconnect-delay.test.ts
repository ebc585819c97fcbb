import { describe, expect, it } from 'vitest';
import { reconnectDelayMs } from '../../../renderer/api/reconnect-delay.ts';

describe('reconnectDelayMs', () => {
  it('doubles from a quarter of a second to three seconds', () => {
    expect([1, 2, 3, 4, 5, 50].map((failures) => reconnectDelayMs(failures, 1))).toEqual([
      250, 500, 1_000, 2_000, 3_000, 3_000,
    ]);
  });

  it('draws the upper half at random', () => {
    expect([0, 0.5].map((random) => reconnectDelayMs(3, random))).toEqual([500, 750]);
  });
});
