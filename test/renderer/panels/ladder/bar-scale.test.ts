import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BarScale } from '../../../../renderer/panels/ladder/bar-scale.ts';

describe('BarScale', () => {
  it('takes the first maximum at once', () => {
    const scale = new BarScale();
    expect(scale.easeTo(400)).toBe(false);
    expect(scale.share(100)).toBe(0.25);
  });

  it('eases to a new maximum without overshooting and then comes to rest', () => {
    const lots = fc.integer({ min: 1, max: 1_000_000_000 });
    fc.assert(
      fc.property(lots, lots, (from, to) => {
        const scale = new BarScale();
        scale.easeTo(from);
        let frames = 0;
        let previous = scale.fullLots;
        while (scale.easeTo(to)) {
          const step = Math.abs(scale.fullLots - previous);
          expect(step).toBeLessThanOrEqual(Math.abs(to - previous) * 0.36);
          previous = scale.fullLots;
          frames += 1;
          expect(frames).toBeLessThan(1_000);
        }
        expect(scale.fullLots).toBe(to);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('keeps its scale while nothing is visible', () => {
    const scale = new BarScale();
    scale.easeTo(400);
    expect(scale.easeTo(0)).toBe(false);
    expect(scale.fullLots).toBe(400);
  });

  it('never draws a bar longer than its column', () => {
    const scale = new BarScale();
    expect(scale.share(5)).toBe(0);
    scale.easeTo(100);
    expect(scale.share(1_000)).toBe(1);
  });
});
