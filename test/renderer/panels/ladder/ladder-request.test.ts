import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scrolled, type LadderPosition } from '../../../../renderer/panels/ladder/ladder-geometry.ts';
import {
  isSameRequest,
  requestFor,
  rowsToAskFor,
} from '../../../../renderer/panels/ladder/ladder-request.ts';

const AT_1000: LadderPosition = { topRow: 1010, rows: 21, step: 1, isPinned: false };

describe('rowsToAskFor', () => {
  it('asks for at least three panels, within what a view may ask', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), (visible) => {
        const rows = rowsToAskFor(visible);
        expect(rows).toBeGreaterThanOrEqual(Math.min(400, visible * 3));
        expect(rows).toBeLessThanOrEqual(400);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('asks for the same rows while a panel grows by a few', () => {
    expect(rowsToAskFor(31)).toBe(rowsToAskFor(40));
  });
});

describe('requestFor', () => {
  it('asks about the touch while the ladder follows it', () => {
    expect(requestFor(AT_1000, null, 'BTC-USD', 1, 1000)).toEqual({
      kind: 'ladder',
      instrument: 'BTC-USD',
      groupStep: 1,
      rows: 90,
      centreTicks: null,
    });
  });

  it('asks about the middle of the panel once the pointer keeps the rows and the touch has left', () => {
    expect(requestFor(AT_1000, null, 'BTC-USD', 1, 1100).centreTicks).toBe(1000);
  });

  it('asks about the middle of a pinned panel', () => {
    expect(requestFor(scrolled(AT_1000, 50), null, 'BTC-USD', 1, 1000).centreTicks).toBe(1050);
  });

  it('does not ask anew until a pinned panel has moved by a third of its rows', () => {
    const pinned = scrolled(AT_1000, 50);
    const asked = requestFor(pinned, null, 'BTC-USD', 1, 1000);
    const near = requestFor(scrolled(pinned, 7), asked, 'BTC-USD', 1, 1000);
    const far = requestFor(scrolled(pinned, 8), asked, 'BTC-USD', 1, 1000);
    expect(isSameRequest(near, asked)).toBe(true);
    expect(far.centreTicks).toBe(1058);
  });

  it('asks about a price on the new step after regrouping', () => {
    const pinned = scrolled(AT_1000, 3);
    const asked = requestFor(pinned, null, 'BTC-USD', 1, 1000);
    expect(requestFor(pinned, asked, 'BTC-USD', 25, 1000)).toMatchObject({
      groupStep: 25,
      centreTicks: 1000,
    });
  });
});

describe('isSameRequest', () => {
  it('tells requests apart by instrument, step, rows and middle', () => {
    const asked = requestFor(AT_1000, null, 'BTC-USD', 1, 1000);
    expect(isSameRequest(asked, { ...asked })).toBe(true);
    for (const other of [{ instrument: 'ESZ6' }, { groupStep: 2 }, { rows: 60 }, { centreTicks: 1 }])
      expect(isSameRequest(asked, { ...asked, ...other })).toBe(false);
  });
});
