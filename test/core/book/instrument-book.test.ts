import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_LEVELS_PER_SIDE, type ReadableBook } from '../../../main/core/book/order-book.ts';
import { chooseLayout, type ChooseLayout } from '../../../main/core/book/choose-book.ts';
import { InstrumentBook } from '../../../main/core/book/instrument-book.ts';
import { LadderBook } from '../../../main/core/book/ladder-book.ts';
import { LeafedBook } from '../../../main/core/book/leafed-book.ts';
import { ASK, BID, type Side } from '../../../main/core/market-data/flat-levels.ts';
import { bookFromText, levelsFromText, textOfBook } from '../../support/book-text.ts';
import { batchOf } from '../../support/level-batch.ts';
import { SlowBook } from '../../support/slow-book.ts';

const SIDES: readonly Side[] = [BID, ASK];

/** Best `count` levels by `copyBest`, by `walk` and in the slow book's form. */
function best(book: ReadableBook, side: Side, count: number): [number, number][] {
  const ticks = new Int32Array(count);
  const lots = new Float64Array(count);
  const copied = book.copyBest(side, count, ticks, lots);
  return Array.from({ length: copied }, (_, i) => [ticks[i] ?? -1, lots[i] ?? -1]);
}

function walked(book: ReadableBook, side: Side): [number, number][] {
  const seen: [number, number][] = [];
  book.walk(side, (ticks, lots) => {
    seen.push([ticks, lots]);
    return true;
  });
  return seen;
}

function expectSame(book: ReadableBook, slow: SlowBook): void {
  expect(book.hash()).toEqual(slow.hash());
  expect([book.bestBid(), book.bestAsk()]).toEqual([
    slow.side(BID)[0]?.[0] ?? -1,
    slow.side(ASK)[0]?.[0] ?? -1,
  ]);
  for (const side of SIDES) {
    const levels = slow.side(side);
    expect(book.levelCount(side)).toBe(levels.length);
    expect(best(book, side, 12)).toEqual(levels.slice(0, 12));
    expect(walked(book, side)).toEqual(levels);
  }
}

/** Sides may overlap: the book itself does not judge prices. */
function deltasOver(tickSpan: number, longest: number) {
  const level = fc.tuple(
    fc.integer({ min: 0, max: tickSpan * 2 + 1 }),
    fc.oneof(
      fc.constant(0),
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    ),
  );
  const delta = fc.array(level, { maxLength: longest }).map((levels) => levels.flat());
  return fc.array(delta, { minLength: 1, maxLength: 12 });
}

const LAYOUTS: readonly [string, ChooseLayout][] = [
  ['a ladder', (range) => new LadderBook(range)],
  ['leaves', (range) => new LeafedBook(range)],
  ['what fits', chooseLayout],
];

describe.each(LAYOUTS)('InstrumentBook over %s', (_, choose) => {
  it('is the same as a map of levels after each of many deltas when it is shallow', () => {
    fc.assert(
      fc.property(deltasOver(40, 20), (deltas) => {
        const book = new InstrumentBook(choose);
        const slow = new SlowBook();
        for (const delta of deltas) {
          expect(book.apply(batchOf(delta))).toBeNull();
          slow.apply(delta);
          expectSame(book, slow);
        }
      }),
      { seed: 7, numRuns: 120 },
    );
  });

  it('is the same as a map of levels after each of many deltas when it is deep', () => {
    const start = Array.from({ length: 3_000 }, (_, i) => [i * 4 + (i % 2), 1 + i]).flat();
    fc.assert(
      fc.property(deltasOver(6_000, 200), (deltas) => {
        const book = new InstrumentBook(choose);
        const slow = new SlowBook();
        for (const delta of [start, ...deltas]) {
          book.apply(batchOf(delta));
          slow.apply(delta);
        }
        expectSame(book, slow);
      }),
      { seed: 7, numRuns: 12 },
    );
  });

  it('takes a delta back, also one that names a price twice', () => {
    fc.assert(
      fc.property(deltasOver(30, 20), (deltas) => {
        const book = new InstrumentBook(choose);
        const slow = new SlowBook();
        for (const [i, delta] of deltas.entries()) {
          book.apply(batchOf(delta));
          if (i % 2 === 0) book.revert();
          else slow.apply(delta);
        }
        expectSame(book, slow);
      }),
      { seed: 7, numRuns: 80 },
    );
  });

  it('finds the size at a price, 0 where there is no level', () => {
    const book = bookFromText(`
        | 103 | 7
      4 | 100 |`);
    expect([
      book.sizeAt(BID, 100),
      book.sizeAt(ASK, 103),
      book.sizeAt(BID, 103),
      book.sizeAt(ASK, 0),
    ]).toEqual([4, 7, 0, 0]);
  });

  it('stops a walk when the visitor has seen enough', () => {
    const book = bookFromText('1 | 10 |\n2 | 9 |\n3 | 8 |');
    const seen: number[] = [];
    book.walk(BID, (ticks) => seen.push(ticks) < 2);
    expect(seen).toEqual([10, 9]);
  });

  it('shows an ask at 0 ticks as 0', () => {
    const book = new InstrumentBook(choose);
    book.apply(batchOf([1, 5]));
    expect(Object.is(book.bestAsk(), 0)).toBe(true);
  });

  it('shows the old book until a snapshot in parts is committed', () => {
    const book = bookFromText('5 | 10 |');
    const levels = levelsFromText('| 23 | 4\n| 22 | 3\n2 | 21 |\n1 | 20 |');
    book.beginSnapshot();
    book.addSnapshotPart(batchOf(levels.slice(0, 4)));
    expect(textOfBook(book)).toBe(textOfBook(bookFromText('5 | 10 |')));
    book.addSnapshotPart(batchOf(levels.slice(4)));
    expect([book.bestBid(), book.staged().bestBid()]).toEqual([10, 21]);
    book.commitSnapshot();
    expect(textOfBook(book)).toBe(textOfBook(bookFromText('| 23 | 4\n| 22 | 3\n2 | 21 |\n1 | 20 |')));
  });

  it('drops what was staged when another snapshot begins', () => {
    const book = new InstrumentBook(choose);
    book.beginSnapshot();
    book.addSnapshotPart(batchOf([20, 1]));
    book.beginSnapshot();
    book.addSnapshotPart(batchOf([40, 2]));
    book.commitSnapshot();
    expect(best(book, BID, 5)).toEqual([[20, 2]]);
    expect(book.hash()).toEqual(bookFromText('2 | 20 |').hash());
  });

  it('loads any book from its snapshot and goes on from there', () => {
    fc.assert(
      fc.property(deltasOver(60, 40), deltasOver(60, 40), (before, after) => {
        const book = new InstrumentBook(choose);
        const slow = new SlowBook();
        for (const delta of before) slow.apply(delta);
        book.beginSnapshot();
        const levels = slow.flat();
        for (let i = 0; i < levels.length; i += 14)
          expect(book.addSnapshotPart(batchOf(levels.slice(i, i + 14)))).toBeNull();
        book.commitSnapshot();
        expectSame(book, slow);
        for (const delta of after) {
          book.apply(batchOf(delta));
          slow.apply(delta);
        }
        expectSame(book, slow);
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it.each([
    ['bids that rise', [20, 1, 22, 1]],
    ['asks that fall', [23, 1, 21, 1]],
    ['a price twice', [20, 1, 20, 1]],
    ['a bid after an ask', [21, 1, 18, 1]],
  ])('refuses a snapshot with %s', (_, levels) => {
    const book = new InstrumentBook(choose);
    book.beginSnapshot();
    expect(book.addSnapshotPart(batchOf(levels))).toMatchObject({ code: 'BOOK_BAD_SNAPSHOT' });
  });

  it('refuses a level beyond its depth and stays as it was', () => {
    const book = new InstrumentBook(choose);
    book.apply(batchOf(Array.from({ length: MAX_LEVELS_PER_SIDE * 2 }, (_, i) => (i % 2 === 0 ? i : 1))));
    const hash = book.hash();
    expect(book.levelCount(BID)).toBe(MAX_LEVELS_PER_SIDE);
    expect(book.apply(batchOf([0, 9, 2 ** 30, 1]))).toMatchObject({ code: 'BOOK_TOO_DEEP' });
    expect([book.levelCount(BID), book.sizeAt(BID, 0), book.hash()]).toEqual([MAX_LEVELS_PER_SIDE, 1, hash]);
    expect(book.apply(batchOf([0, 0, 2 ** 30, 1]))).toBeNull();
  });

  it('is empty after it was cleared', () => {
    const book = bookFromText('| 12 | 1\n3 | 10 |');
    book.clear();
    expectSame(book, new SlowBook());
  });
});

describe('InstrumentBook', () => {
  it('throws when a change is taken back after another book was changed', () => {
    const [one, other] = [new InstrumentBook(), new InstrumentBook()];
    one.apply(batchOf([20, 1]));
    other.apply(batchOf([20, 2]));
    expect(() => one.revert()).toThrow('expected revert before another book was changed');
    other.revert();
    other.revert();
    expect([one.levelCount(BID), other.levelCount(BID)]).toEqual([1, 0]);
  });
});
