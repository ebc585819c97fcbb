import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { BookWindow } from '../../../feed-simulator/server/book-window.ts';
import { VenueBook } from '../../../feed-simulator/server/venue-book.ts';
import { secondHash } from '../../support/second-reader-book.ts';
import { OPENING_BOOK, ask, bid } from './venue-fixture.ts';

const TIME = timestampMicros(1);

/** Slow and obvious: sort everything, take the best. */
function bestOf(sizes: ReadonlyMap<number, number>, depth: number): Map<number, number> {
  const keys = [...sizes.keys()].sort((left, right) => left - right);
  const bids = keys.filter((key) => key % 2 === 0).reverse();
  const asks = keys.filter((key) => key % 2 === 1);
  const limit = depth === 0 ? keys.length : depth;
  return new Map([...bids.slice(0, limit), ...asks.slice(0, limit)].map((key) => [key, sizes.get(key) ?? 0]));
}

function followed(depth: number, ...changes: number[][]): number[][] {
  const book = new VenueBook(OPENING_BOOK, TIME);
  const window = new BookWindow(book, depth);
  return changes.map((levels) => window.follow(book.apply(levels, TIME)));
}

describe('BookWindow', () => {
  it('sends 0 for the level that a better one pushes out', () => {
    expect(followed(2, bid(100, 0).concat(bid(99, 0), bid(97, 5)))).toEqual([
      [...bid(100, 0), ...bid(99, 0), ...bid(97, 5), ...bid(98, 30)],
    ]);
    expect(followed(2, ask(100, 4))).toEqual([[...ask(100, 4), ...ask(102, 0)]]);
  });

  it('sends the size of the level that moves up when a better one goes', () => {
    expect(followed(2, bid(100, 0))).toEqual([[...bid(100, 0), ...bid(98, 30)]]);
  });

  it('sends nothing for a change outside the window', () => {
    expect(followed(2, bid(98, 1), ask(104, 9))).toEqual([[], []]);
  });

  it('sends nothing for a size that stays what it was', () => {
    expect(followed(0, bid(100, 10))).toEqual([[]]);
  });

  it('is always exactly the best levels of the book, with their hash, at any depth', () => {
    const change = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 3 })), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 }), fc.array(change, { maxLength: 40 }), (depth, changes) => {
        const sizes = new Map<number, number>();
        const mirror = new Map<number, number>();
        const book = new VenueBook([], TIME);
        const window = new BookWindow(book, depth);
        for (const levels of changes) {
          const unique = [...new Map(levels)];
          for (const [key, lots] of unique) set(sizes, key, lots);
          const delta = window.follow(book.apply(unique.flat(), TIME));
          for (let i = 0; i < delta.length; i += 2) set(mirror, delta[i] ?? 0, delta[i + 1] ?? 0);
          const expected = bestOf(sizes, depth);
          expect(new Map(sorted(mirror))).toEqual(new Map(sorted(expected)));
          expect(book.levels(depth)).toEqual([...expected].flat());
          expect(window.hash).toEqual(secondHash(expected));
          expect(new Set(delta.filter((_, at) => at % 2 === 0)).size).toBe(delta.length / 2);
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

function set(sizes: Map<number, number>, key: number, lots: number): void {
  if (lots === 0) sizes.delete(key);
  else sizes.set(key, lots);
}

function sorted(sizes: ReadonlyMap<number, number>): [number, number][] {
  return [...sizes].sort(([left], [right]) => left - right);
}
