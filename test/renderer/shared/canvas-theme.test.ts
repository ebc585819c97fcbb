import { describe, expect, it } from 'vitest';
import { rowHeightAt } from '../../../renderer/shared/canvas-theme.ts';

describe('rowHeightAt', () => {
  it('is 18 px where that is a whole number of device pixels', () => {
    expect([1, 1.5, 2, 3].map(rowHeightAt)).toEqual([18, 18, 18, 18]);
  });

  it('begins every row on a device pixel at any zoom', () => {
    for (const ratio of [0.5, 0.67, 0.75, 0.9, 1.1, 1.25, 1.75, 2.2, 2.75])
      for (let row = 0; row < 60; row++)
        expect(
          Math.abs(row * rowHeightAt(ratio) * ratio - Math.round(row * rowHeightAt(ratio) * ratio)),
        ).toBeLessThan(1e-9);
  });
});
