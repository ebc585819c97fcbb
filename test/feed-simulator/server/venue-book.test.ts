import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { CHANGES_KEPT, VenueBook } from '../../../feed-simulator/server/venue-book.ts';
import { OPENING_BOOK, ask, bid } from './venue-fixture.ts';

const at = timestampMicros;

describe('VenueBook', () => {
  it('opens at sequence 1 and counts every change', () => {
    const book = new VenueBook(OPENING_BOOK, at(5));
    book.apply(bid(100, 11), at(6));
    book.apply(bid(100, 11), at(7));
    expect([book.sequence, book.venueTime]).toEqual([3, 7]);
  });

  it('gives back every book it has been, at any depth', () => {
    const change = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 3 })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), fc.integer({ min: 0, max: 5 }), (changes, depth) => {
        const book = new VenueBook(OPENING_BOOK, at(0));
        const seen = [book.levels(depth)];
        for (const [index, levels] of changes.entries()) {
          book.apply([...new Map(levels)].flat(), at(index + 1));
          seen.push(book.levels(depth));
        }
        for (const [index, levels] of seen.entries())
          expect(book.levelsAt(index + 1, depth)).toEqual({ kind: 'book', levels, venueTime: index });
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('keeps its last changes and no more', () => {
    const book = new VenueBook([], at(0));
    for (let i = 0; i < CHANGES_KEPT + 10; i += 1) book.apply(ask(50, 1 + (i % 2)), at(i + 1));
    expect(CHANGES_KEPT).toBeGreaterThanOrEqual(2_000);
    expect(book.levelsAt(book.sequence - CHANGES_KEPT + 1, 0).kind).toBe('book');
    expect(book.levelsAt(book.sequence - CHANGES_KEPT, 0)).toEqual({ kind: 'too-old' });
    expect(book.levelsAt(book.sequence + 1, 0)).toEqual({ kind: 'ahead' });
  });

  it('keeps the two thousand promised however large they are, and beyond that what is small', () => {
    const book = new VenueBook([], at(0));
    const change = (lots: number) => Array.from({ length: 60 }, (_, tick) => bid(tick, lots)).flat();
    for (let i = 0; i < CHANGES_KEPT; i += 1) book.apply(change(1 + (i % 2)), at(i + 1));
    const past = book.levelsAt(book.sequence - 1_999, 0);
    expect(past).toEqual({ kind: 'book', levels: change(1).reduce(bestFirst, []), venueTime: 2_097 });
    expect(book.levelsAt(book.sequence - 3_000, 0)).toEqual({ kind: 'too-old' });
  });

  it('gives nothing from before a whole new book', () => {
    const book = new VenueBook(OPENING_BOOK, at(0));
    book.apply(bid(100, 1), at(1));
    book.replace(bid(20, 2), at(2));
    expect(book.levelsAt(2, 0)).toEqual({ kind: 'too-old' });
    expect(book.levelsAt(3, 0)).toEqual({ kind: 'book', levels: bid(20, 2), venueTime: 2 });
  });
});

/** Pairs of a bid side, the last price first. */
function bestFirst(levels: number[], value: number, place: number, all: readonly number[]): number[] {
  return place % 2 === 0 ? [value, all[place + 1] ?? 0, ...levels] : levels;
}
