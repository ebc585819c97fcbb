import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_PRICE_TICKS } from '../../../../main/core/units/price.ts';
import {
  anchorTicks,
  centredOn,
  followed,
  isResting,
  middleTicks,
  recentred,
  regrouped,
  resized,
  rowAt,
  scrolled,
  yOfRow,
  type LadderPosition,
} from '../../../../renderer/panels/ladder/ladder-geometry.ts';
import { GROUP_STEPS } from '../../../../renderer/panels/ladder/grouping-steps.ts';

const ROW_HEIGHT = 18;
const AT_1000: LadderPosition = { topRow: 1010, rows: 21, step: 1, isPinned: false };

const positions = fc.record({
  topRow: fc.integer({ min: 200, max: 90_000 }),
  rows: fc.integer({ min: 1, max: 120 }),
  step: fc.constantFrom<number[]>(...GROUP_STEPS),
  isPinned: fc.boolean(),
});
const RUNS = { seed: 7, numRuns: 300 };

describe('rowAt', () => {
  it('is the inverse of yOfRow anywhere inside a row', () => {
    fc.assert(
      fc.property(
        positions,
        fc.integer({ min: 0, max: 119 }),
        fc.integer({ min: 0, max: ROW_HEIGHT - 1 }),
        (position, index, inside) => {
          const row = position.topRow - index;
          expect(rowAt(position, yOfRow(position, row, ROW_HEIGHT) + inside, ROW_HEIGHT)).toBe(row);
        },
      ),
      RUNS,
    );
  });
});

describe('followed', () => {
  it('keeps the price under the pointer while the book moves', () => {
    const y = fc.integer({ min: 0, max: 119 * ROW_HEIGHT });
    const walk = fc.array(fc.integer({ min: 0, max: MAX_PRICE_TICKS }), { maxLength: 20 });
    fc.assert(
      fc.property(positions, y, walk, (start, pointerY, touches) => {
        const priceUnderPointer = rowAt(start, pointerY, ROW_HEIGHT) * start.step;
        let position = start;
        for (const touch of touches) {
          position = followed(position, touch, true);
          expect(rowAt(position, pointerY, ROW_HEIGHT) * position.step).toBe(priceUnderPointer);
        }
      }),
      RUNS,
    );
  });

  it('never moves pinned rows, wherever the touch goes', () => {
    fc.assert(
      fc.property(positions, fc.integer({ min: 0, max: MAX_PRICE_TICKS }), (position, touch) => {
        const pinned = { ...position, isPinned: true };
        expect(followed(pinned, touch, false)).toBe(pinned);
      }),
      RUNS,
    );
  });

  it('leaves the rows alone while the touch stays in the middle half', () => {
    expect(followed(AT_1000, 1005, false)).toBe(AT_1000);
    expect(followed(AT_1000, 995, false)).toBe(AT_1000);
  });

  it('brings the touch back to the middle once it leaves the middle half', () => {
    expect(followed(AT_1000, 1006, false)).toEqual({ ...AT_1000, topRow: 1016 });
    expect(followed(AT_1000, 994, false)).toEqual({ ...AT_1000, topRow: 1004 });
  });

  it('stays where it is when no price is known', () => {
    expect(followed(AT_1000, null, false)).toBe(AT_1000);
  });

  it('shows the touch near the middle after any move that the trader did not forbid', () => {
    fc.assert(
      fc.property(positions, fc.integer({ min: 10_000, max: 1_000_000 }), (position, touch) => {
        const after = followed({ ...position, isPinned: false }, touch, false);
        expect(Math.abs(touch - middleTicks(after)) / after.step).toBeLessThanOrEqual(
          Math.max(0.5, after.rows / 4),
        );
      }),
      RUNS,
    );
  });
});

describe('scrolled', () => {
  it('moves by whole rows and pins', () => {
    expect(scrolled(AT_1000, 3)).toEqual({ ...AT_1000, topRow: 1013, isPinned: true });
    expect(scrolled(AT_1000, -3)).toEqual({ ...AT_1000, topRow: 1007, isPinned: true });
  });

  it('ends with the lowest and the highest price in the middle of the panel', () => {
    expect(anchorTicks(scrolled(AT_1000, -5_000))).toBe(0);
    expect(anchorTicks(scrolled(AT_1000, 2 ** 31))).toBe(MAX_PRICE_TICKS);
  });
});

describe('recentred', () => {
  it('follows the touch again, from the middle', () => {
    const away = scrolled(AT_1000, 400);
    const back = recentred(away, 1002);
    expect(back).toEqual({ ...AT_1000, topRow: 1012 });
    expect(isResting(back, 1002)).toBe(true);
  });

  it('follows without moving while no price is known', () => {
    expect(recentred(scrolled(AT_1000, 400), null)).toEqual({ ...AT_1000, topRow: 1410 });
  });
});

describe('regrouped', () => {
  it('keeps the middle price within a row', () => {
    fc.assert(
      fc.property(positions, fc.constantFrom(...GROUP_STEPS), (position, step) => {
        const before = middleTicks(position);
        fc.pre(before / step > position.rows);
        expect(Math.abs(middleTicks(regrouped(position, step)) - before)).toBeLessThanOrEqual(step);
      }),
      RUNS,
    );
  });

  it('stays pinned or following', () => {
    expect(regrouped(scrolled(AT_1000, 0), 5).isPinned).toBe(true);
    expect(regrouped(AT_1000, 5).isPinned).toBe(false);
  });
});

describe('resized', () => {
  it('keeps the middle price when the panel grows', () => {
    expect(middleTicks(resized(AT_1000, 41))).toBe(middleTicks(AT_1000));
  });
});

describe('centredOn', () => {
  it('puts a price between two rows of an even panel', () => {
    expect(centredOn({ ...AT_1000, rows: 4 }, 1000.5).topRow).toBe(1002);
  });
});
