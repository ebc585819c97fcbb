import { describe, expect, it } from 'vitest';
import { defaultLayout } from '../../../renderer/workspace/default-layout.ts';
import { skeletonBoxes } from '../../../renderer/workspace/skeleton-boxes.ts';

describe('skeletonBoxes', () => {
  it('stands where the default layout puts the panels', () => {
    expect(skeletonBoxes(defaultLayout(1_440, 872), 1_440, 872)).toEqual([
      { panel: 'watchlist', left: 0, top: 0, width: 824, height: 272 },
      { panel: 'ladder', left: 824, top: 0, width: 340, height: 872 },
      { panel: 'tape', left: 1_164, top: 0, width: 276, height: 872 },
      { panel: 'chart', left: 0, top: 272, width: 824, height: 600 },
    ]);
  });

  it.each([
    [1_440, 872],
    [1_024, 672],
  ])('covers a workspace of %d x %d once', (width, height) => {
    const boxes = skeletonBoxes(defaultLayout(width, height), width, height);
    expect(boxes.reduce((sum, box) => sum + box.width * box.height, 0)).toBe(width * height);
    for (const { left, top, width: own, height: tall } of boxes)
      expect([left >= 0, top >= 0, left + own <= width, top + tall <= height]).not.toContain(false);
  });
});
