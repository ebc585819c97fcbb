import { describe, expect, it } from 'vitest';
import { hashOfLevels } from '../../../main/core/book/book-checksum.ts';
import { InstrumentBook } from '../../../main/core/book/instrument-book.ts';
import { VerifiedBook } from '../../../main/core/book/verified-book.ts';
import type { LevelBatch } from '../../../main/core/market-data/level-batch.ts';
import { bookFromText, levelsFromText, textOfBook } from '../../support/book-text.ts';
import { batchOf, lanesOf } from '../../support/level-batch.ts';

const PICTURE = `
    | 102 | 7
    | 101 | 4
  9 | 100 |
  2 |  98 |`;
const RANGE = { minTicks: 50, maxTicks: 150 };

function aVerifiedBook(): VerifiedBook {
  const book = new VerifiedBook(new InstrumentBook(), RANGE);
  const levels = levelsFromText(PICTURE);
  book.beginSnapshot();
  expect(book.addSnapshotPart(batchOf(levels))).toBeNull();
  expect(book.commitSnapshot(...lanesOf(hashOfLevels(levels)))).toBeNull();
  return book;
}

/** A delta against the picture with the hash the book would have after it. */
function withHash(levels: number[]): [LevelBatch, number, number] {
  const after = bookFromText(PICTURE);
  after.apply(batchOf(levels));
  return [batchOf(levels), ...lanesOf(after.hash())];
}

/** A delta whose hash is wrong in one lane only. */
function wrongLane(lane: 0 | 1): [LevelBatch, number, number] {
  const [levels, a, b] = withHash([200, 3]);
  return lane === 0 ? [levels, a ^ 1, b] : [levels, a, b ^ 1];
}

describe('VerifiedBook', () => {
  it('applies what passes every check and counts it', () => {
    const book = aVerifiedBook();
    expect(book.applyDelta(...withHash([200, 0, 203, 5]))).toBeNull();
    expect(textOfBook(book.reading)).toBe(textOfBook(bookFromText('| 102 | 7\n| 101 | 5\n2 | 98 |')));
    expect([book.verified, book.mismatched]).toEqual([2, 0]);
  });

  it.each([
    ['BOOK_HASH_MISMATCH', 'one wrong size', batchOf([200, 8]), ...lanesOf(hashOfLevels([1, 1]))],
    ['BOOK_HASH_MISMATCH', 'a wrong first lane', ...wrongLane(0)],
    ['BOOK_HASH_MISMATCH', 'a wrong second lane', ...wrongLane(1)],
    ['BOOK_CROSSED', 'a bid above the best ask', ...withHash([204, 1])],
    ['BOOK_LOCKED', 'a bid at the best ask', ...withHash([202, 1])],
    ['BOOK_BAD_SIZE', 'a negative size', ...withHash([200, -1])],
    ['BOOK_BAD_SIZE', 'a fractional size', ...withHash([200, 1.5])],
    ['BOOK_BAD_SIZE', 'a size beyond 2^53 - 1', ...withHash([200, 2 ** 53])],
    ['BOOK_TICK_OUT_OF_RANGE', 'a price below the range', ...withHash([99, 1])],
    ['BOOK_TICK_OUT_OF_RANGE', 'a price above the range', ...withHash([302, 1])],
    ['BOOK_BAD_SIZE', 'a bad size after good ones', ...withHash([200, 5, 206, 3, 198, -2])],
    ['BOOK_TICK_OUT_OF_RANGE', 'a bad price after good ones', ...withHash([200, 0, 205, 3, 302, 1])],
  ] as const)('answers %s for %s and stays as it was', (code, _, levels, a, b) => {
    const book = aVerifiedBook();
    expect(book.applyDelta(levels, a, b)).toMatchObject({ kind: 'book-integrity', code });
    expect(textOfBook(book.reading)).toBe(textOfBook(bookFromText(PICTURE)));
    expect(book.applyDelta(...withHash([200, 3]))).toBeNull();
  });

  it('takes prices at both ends of the range', () => {
    expect(aVerifiedBook().applyDelta(...withHash([100, 1, 301, 1]))).toBeNull();
  });

  it('refuses a size of 0 in a snapshot', () => {
    const book = aVerifiedBook();
    book.beginSnapshot();
    expect(book.addSnapshotPart(batchOf([200, 0]))).toMatchObject({ code: 'BOOK_BAD_SIZE' });
  });

  it('keeps the old book when a snapshot fails its checks', () => {
    const book = aVerifiedBook();
    book.beginSnapshot();
    book.addSnapshotPart(batchOf([200, 1]));
    expect(book.commitSnapshot(1, 2)).toEqual({
      kind: 'book-integrity',
      code: 'BOOK_HASH_MISMATCH',
      expected: 'hash [1, 2]',
      received: `[${hashOfLevels([200, 1]).join(', ')}]`,
      personText: 'The book differs from the venue’s; a fresh one has been asked for.',
    });
    book.beginSnapshot();
    book.addSnapshotPart(batchOf([200, 1, 199, 1]));
    expect(book.commitSnapshot(...lanesOf(hashOfLevels([200, 1, 199, 1])))).toMatchObject({
      code: 'BOOK_CROSSED',
    });
    expect(textOfBook(book.reading)).toBe(textOfBook(bookFromText(PICTURE)));
  });

  it('judges by a range that changed', () => {
    const book = aVerifiedBook();
    book.setRange({ minTicks: 99, maxTicks: 101 });
    expect(book.applyDelta(...withHash([196, 1]))).toMatchObject({ code: 'BOOK_TICK_OUT_OF_RANGE' });
  });
});
