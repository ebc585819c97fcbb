import { describe, expect, it } from 'vitest';
import {
  defaultLayout,
  isPinnable,
  MIN_PANEL_WIDTH,
  PANEL_NAMES,
  panelTitle,
} from '../../../renderer/workspace/default-layout.ts';

describe('defaultLayout', () => {
  it.each([
    [1_440, 872],
    [1_024, 672],
    [500, 300],
  ])('places every panel once, beside one already placed, at %d x %d', (width, height) => {
    const placed = defaultLayout(width, height);
    expect(placed.map(({ panel }) => panel).toSorted()).toEqual(PANEL_NAMES.toSorted());
    placed.forEach(({ beside }, at) => {
      const before = placed.slice(0, at).map(({ panel }) => panel);
      expect(beside === undefined ? at === 0 : before.includes(beside.panel)).toBe(true);
    });
    for (const { panel, width: own } of placed)
      if (own !== undefined) expect(own).toBeGreaterThanOrEqual(MIN_PANEL_WIDTH[panel]);
  });

  it('leaves the tape at least its narrowest width where the window is 1,024 wide', () => {
    const given = defaultLayout(1_024, 672).reduce((sum, { width = 0 }) => sum + width, 0);
    expect(1_024 - given).toBeGreaterThanOrEqual(MIN_PANEL_WIDTH.tape);
  });
});

describe('isPinnable', () => {
  it('is so for panels of one instrument', () => {
    expect([...PANEL_NAMES, 'news', undefined].filter(isPinnable)).toEqual(['ladder', 'chart', 'tape']);
  });
});

describe('panelTitle', () => {
  it('names the instrument of a pinned panel', () => {
    expect([panelTitle('tape', ''), panelTitle('tape', 'ESZ6')]).toEqual(['Tape', 'Tape ESZ6']);
  });
});
