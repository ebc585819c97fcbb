import { describe, expect, it } from 'vitest';
import { WHOLE_RANGE } from '../../../main/core/book/book-levels-check.ts';
import { chooseLayout } from '../../../main/core/book/choose-book.ts';
import { InstrumentBook } from '../../../main/core/book/instrument-book.ts';
import { LadderBook } from '../../../main/core/book/ladder-book.ts';
import { LeafedBook } from '../../../main/core/book/leafed-book.ts';
import { ASK, BID } from '../../../main/core/market-data/flat-levels.ts';
import type { LevelBatch } from '../../../main/core/market-data/level-batch.ts';
import { batchOf } from '../../support/level-batch.ts';

/** Bids `step` ticks apart and an ask far away. */
function bidsApart(step: number, count = 100): LevelBatch {
  const bids = Array.from({ length: count }, (_, i) => [(1_000_000 - i * step) * 2, 1]);
  return batchOf([...bids, [2 ** 30 + 1, 1]].flat());
}

describe('chooseLayout', () => {
  it('takes a ladder where the levels seen are close, and leaves where they are far apart', () => {
    expect(chooseLayout(WHOLE_RANGE, bidsApart(1))).toBeInstanceOf(LadderBook);
    expect(chooseLayout(WHOLE_RANGE, bidsApart(63))).toBeInstanceOf(LadderBook);
    expect(chooseLayout(WHOLE_RANGE, bidsApart(64))).toBeInstanceOf(LeafedBook);
  });

  it('begins as wide as a snapshot will need, within the bounds, so that nothing is moved while it comes', () => {
    const widthOf = (levels: LevelBatch, expected: number): number => {
      const layout = chooseLayout(WHOLE_RANGE, levels, expected);
      return layout instanceof LadderBook ? layout.width : 0;
    };
    expect(widthOf(bidsApart(1), 0)).toBe(1_024);
    expect(widthOf(bidsApart(1), 2_000)).toBe(2_048);
    expect(widthOf(bidsApart(2), 40_000)).toBe(2 ** 17);
    expect(widthOf(bidsApart(60), 2_000)).toBe(2 ** 13);
    expect(widthOf(bidsApart(1), 5_000_000)).toBe(2 ** 18);
  });

  it('takes a ladder when it has seen too little', () => {
    expect(chooseLayout(WHOLE_RANGE, batchOf([]))).toBeInstanceOf(LadderBook);
    expect(chooseLayout(WHOLE_RANGE, bidsApart(10_000, 15))).toBeInstanceOf(LadderBook);
  });

  it('lets a reader that holds the book go on when a snapshot brings another layout', () => {
    const book = new InstrumentBook();
    for (const step of [1, 1_000, 2]) {
      const levels = bidsApart(step);
      book.beginSnapshot();
      expect(book.addSnapshotPart(levels)).toBeNull();
      book.commitSnapshot();
      expect([book.bestBid(), book.levelCount(BID), book.levelCount(ASK)]).toEqual([1_000_000, 100, 1]);
      expect(book.sizeAt(BID, 1_000_000 - step * 99)).toBe(1);
    }
  });
});

describe('LadderBook', () => {
  it('widens until nearly all levels of a deep book lie within, and no more than they are worth', () => {
    const book = new LadderBook(WHOLE_RANGE);
    const before = batchOf(Array.from({ length: 1_000 }, () => 0));
    for (let from = 0; from < 20_000; from += 500) {
      const bids = Array.from({ length: 500 }, (_, i) => [(1_000_000 - (from + i)) * 2, 1]);
      book.exchange(batchOf(bids.flat()), before);
    }
    expect(book.width).toBe(2 ** 16);
    expect(book.farCount).toBeLessThan(20_000 / 16);
  });

  it('keeps a small window around the touch where quotes lie far away', () => {
    const book = new LadderBook(WHOLE_RANGE);
    const before = batchOf(Array.from({ length: 1_000 }, () => 0));
    const far = Array.from({ length: 400 }, (_, i) => [(1_000_000 + i * 1_000_000) * 2 + 1, 1]);
    for (let i = 0; i < 5; i += 1) book.exchange(batchOf([2_000_000 - 2, 1, ...far.flat()]), before);
    expect(book.width).toBe(1_024);
    expect([book.bestBid(), book.bestAsk(), book.levelCount(ASK)]).toEqual([999_999, 1_000_000, 400]);
  });
});
