import { describe, expect, it } from 'vitest';
import { joinBands, paintBands } from '../../../../renderer/panels/chart/incomplete-bands.ts';
import { RecordingSurface } from '../recording-surface.ts';

describe('joinBands', () => {
  it('joins neighbours and keeps others apart', () => {
    expect(joinBands([10, 20, 30, 60], 10)).toEqual([
      { left: 5, right: 35 },
      { left: 55, right: 65 },
    ]);
  });

  it('is empty when every candle is complete', () => {
    expect(joinBands([], 10)).toEqual([]);
  });
});

describe('paintBands', () => {
  it('hatches from top to bottom and leaves the context as it was', () => {
    const surface = new RecordingSurface();
    paintBands(surface, [{ left: 20, right: 40 }], 100, 'hatch', 6);
    expect(surface.depth).toBe(0);
    expect(surface.lines.length).toBeGreaterThan(3);
    expect(surface.lines.every(([, from, , to]) => from === 100 && to === 0)).toBe(true);
    const starts = surface.lines.map(([x]) => x);
    expect(Math.min(...starts)).toBeLessThanOrEqual(20 - 100);
    expect(Math.max(...starts)).toBeGreaterThan(40 - 6 - 1);
    expect(starts.every((x) => x % 6 === 0)).toBe(true);
  });
});
