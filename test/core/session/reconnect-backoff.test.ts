import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffDelayMs } from '../../../main/core/session/reconnect-backoff.ts';

const RANDOM = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('backoffDelayMs', () => {
  it('stays between 0 and the doubling ceiling, and never passes the cap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000 }), RANDOM, (attempt, random) => {
        const delay = backoffDelayMs(attempt, random, { baseMs: 500, capMs: 30_000 });
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(Math.min(30_000, 500 * 2 ** attempt));
      }),
      { seed: 7 },
    );
  });

  it('spreads a thousand clients over the whole span instead of letting them knock together', () => {
    const delays = Array.from({ length: 1_000 }, (_, i) => backoffDelayMs(6, i / 1_000));
    const bins = new Map<number, number>();
    for (const delay of delays) {
      const bin = Math.floor(delay / 1_000);
      bins.set(bin, (bins.get(bin) ?? 0) + 1);
    }
    expect(Math.max(...bins.values())).toBeLessThan(50);
  });
});
