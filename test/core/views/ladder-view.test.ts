import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InstrumentBook } from '../../../main/core/book/instrument-book.ts';
import {
  createLadderView,
  projectLadder,
  type LadderRequest,
  type LadderView,
} from '../../../main/core/views/ladder-view.ts';
import { bookFromText } from '../../support/book-text.ts';
import { batchOf } from '../../support/level-batch.ts';
import { aTrade } from '../../support/market-events.ts';
import { SlowBook } from '../../support/slow-book.ts';

/** Rows as pictures: `price: bid ask cumulative-bid cumulative-ask`, sizes of 0 as a dot. */
function picture(view: LadderView): string[] {
  return Array.from({ length: view.rowCount }, (_, i) => {
    const cells = Array.from(view.rows.subarray(i * 4, i * 4 + 4), (lots) =>
      lots === 0 ? '.' : String(lots),
    );
    return `${view.topTicks - i * view.groupStep}: ${cells.join(' ')}`;
  });
}

const project = (
  book: InstrumentBook,
  request: Partial<LadderRequest> = {},
  out = createLadderView(),
): LadderView => projectLadder(book, { groupStep: 1, rows: 6, centreTicks: null, ...request }, null, out);

const BOOK = bookFromText(`
      | 105 | 9
      | 103 | 7
      | 102 | 4
   5  | 100 |
   3  |  99 |
   1  |  96 |`);

describe('projectLadder', () => {
  it('lays rows around the touch, sums counting outward from it and over empty rows', () => {
    expect(picture(project(BOOK, { rows: 8 }))).toEqual([
      '105: . 9 . 20',
      '104: . . . 11',
      '103: . 7 . 11',
      '102: . 4 . 4',
      '101: . . . .',
      '100: 5 . 5 .',
      '99: 3 . 8 .',
      '98: . . 8 .',
    ]);
  });

  it('groups bids down and asks up', () => {
    expect(picture(project(BOOK, { groupStep: 5, rows: 4 }))).toEqual([
      '110: . . . 20',
      '105: . 20 . 20',
      '100: 5 . 5 .',
      '95: 4 . 9 .',
    ]);
  });

  it('counts levels between the touch and a window that is pinned elsewhere', () => {
    expect(picture(project(BOOK, { centreTicks: 96, rows: 3 }))).toEqual([
      '97: . . 8 .',
      '96: 1 . 9 .',
      '95: . . 9 .',
    ]);
    expect(picture(project(BOOK, { centreTicks: 105, rows: 3 }))).toEqual([
      '106: . . . 20',
      '105: . 9 . 20',
      '104: . . . 11',
    ]);
  });

  it('names the touch, the last trade and the levels of the whole book', () => {
    const view = projectLadder(
      BOOK,
      { groupStep: 1, rows: 1, centreTicks: null },
      aTrade(1),
      createLadderView(),
    );
    expect(view).toMatchObject({
      bestBidTicks: 100,
      bestAskTicks: 102,
      lastTradeTicks: 501,
      lastTradeLots: 1,
      lastTradeSide: 'buy',
      bidLevels: 3,
      askLevels: 3,
    });
  });

  it('looks at the only side there is', () => {
    expect(picture(project(bookFromText('4 | 50 |'), { rows: 3 }))).toEqual([
      '51: . . . .',
      '50: 4 . 4 .',
      '49: . . 4 .',
    ]);
    expect(picture(project(bookFromText('| 50 | 4'), { rows: 3 }))).toEqual([
      '51: . . . 4',
      '50: . 4 . 4',
      '49: . . . .',
    ]);
  });

  it('looks at the last trade when the book is empty, and has no rows when there is none', () => {
    const request = { groupStep: 1, rows: 3, centreTicks: null };
    expect(projectLadder(new InstrumentBook(), request, aTrade(1), createLadderView())).toMatchObject({
      topTicks: 502,
      rowCount: 3,
      bestBidTicks: -1,
    });
    expect(project(new InstrumentBook())).toMatchObject({ topTicks: -1, rowCount: 0 });
  });

  it('has no row below 0', () => {
    expect(picture(project(bookFromText('| 2 | 4\n3 | 0 |'), { rows: 4 }))).toEqual([
      '3: . . . 4',
      '2: . 4 . 4',
      '1: . . . .',
      '0: 3 . 3 .',
    ]);
  });

  it('stands still while the touch moves within a quarter of the window, then centres anew', () => {
    const out = createLadderView();
    const tops = [100, 104, 95, 105, 106, 110, 100, 99].map((bid) => {
      const book = bookFromText(`| ${bid + 1} | 1\n1 | ${bid} |`);
      return project(book, { rows: 20 }, out).topTicks;
    });
    expect(tops).toEqual([110, 110, 110, 110, 116, 116, 110, 110]);
  });

  it('centres anew when the request changes', () => {
    const out = createLadderView();
    project(BOOK, { rows: 20 }, out);
    const moved = bookFromText('| 104 | 1\n1 | 103 |');
    expect(project(moved, { rows: 20, centreTicks: 50 }, out).topTicks).toBe(60);
    expect(project(moved, { rows: 20 }, out).topTicks).toBe(113);
    expect(project(moved, { rows: 10 }, out).topTicks).toBe(108);
  });

  it.each([
    [{ groupStep: 0 }],
    [{ groupStep: 1.5 }],
    [{ groupStep: 10_001 }],
    [{ rows: 0 }],
    [{ rows: 401 }],
    [{ centreTicks: -1 }],
    [{ centreTicks: NaN }],
  ])('throws for a request out of range: %j', (request) => {
    expect(() => project(BOOK, request)).toThrow(RangeError);
  });

  it('equals a slow model for any book, step and window', () => {
    const level = fc.tuple(fc.integer({ min: 0, max: 239 }), fc.integer({ min: 1, max: 99 }));
    const request = fc.record({
      groupStep: fc.integer({ min: 1, max: 12 }),
      rows: fc.integer({ min: 1, max: 30 }),
      centreTicks: fc.option(fc.integer({ min: 0, max: 130 }), { nil: null }),
    });
    const out = createLadderView(); // one for all, so that nothing may be left over from the run before
    fc.assert(
      fc.property(
        fc.array(level, { maxLength: 60 }),
        fc.integer({ min: 10, max: 100 }),
        request,
        (levels, mid, asked) => {
          const slow = new SlowBook();
          // Bids below the middle, asks from it on.
          slow.apply(
            levels.map(([key, lots]) => [Math.trunc(key / 2) * 2 + (key / 2 < mid ? 0 : 1), lots]).flat(),
          );
          const book = new InstrumentBook();
          book.apply(batchOf(slow.flat()));
          const view = projectLadder(book, asked, null, out);
          for (let i = 0; i < view.rowCount; i += 1) {
            const price = view.topTicks - i * view.groupStep;
            expect(price % asked.groupStep).toBe(0);
            expect(Array.from(view.rows.subarray(i * 4, i * 4 + 4))).toEqual(
              slowRow(slow, price, asked.groupStep),
            );
          }
          if (asked.centreTicks === null && levels.length > 0) expect(view.rowCount).toBe(asked.rows);
        },
      ),
      { seed: 7, numRuns: 200 },
    );
  });
});

function slowRow(book: SlowBook, price: number, step: number): number[] {
  const sum = (side: 0 | 1, fits: (row: number) => boolean): number =>
    book
      .side(side)
      .filter(([ticks]) => fits((side === 0 ? Math.floor(ticks / step) : Math.ceil(ticks / step)) * step))
      .reduce((total, [, lots]) => total + lots, 0);
  const isPrice = (row: number): boolean => row === price;
  return [sum(0, isPrice), sum(1, isPrice), sum(0, (row) => row >= price), sum(1, (row) => row <= price)];
}
