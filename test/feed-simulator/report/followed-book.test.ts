import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FollowedBook } from '../../../feed-simulator/report/followed-book.ts';
import { TrackedBook } from '../market-model/tracked-book.ts';

describe('FollowedBook', () => {
  it('has the touch, sizes and lots that a plain book has', () => {
    const start = Array.from({ length: 40 }, (_, away) => [
      (999 - away) * 2,
      5,
      (1_000 + away) * 2 + 1,
      5,
    ]).flat();
    const change = fc.tuple(fc.integer({ min: 960, max: 1_040 }), fc.nat(3));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
        const book = new FollowedBook(start);
        const plain = new TrackedBook(start);
        for (const [tick, lots] of changes) {
          const key = tick * 2 + (tick < 1_000 ? 0 : 1);
          const before = plain.sizes.get(key) ?? 0;
          // The last level of a side stays, as the market sees to.
          if (lots === 0 && plain.depth[tick < 1_000 ? 0 : 1] === 1) continue;
          plain.apply([key, lots]);
          expect(book.set(key, lots)).toBe(lots - before);
          expect([book.bid, book.ask]).toEqual(plain.touch);
        }
        expect(book.lots).toBe([...plain.sizes.values()].reduce((sum, lots) => sum + lots, 0));
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('finds the touch again when a change empties it first and fills it after', () => {
    const book = new FollowedBook([20, 5, 23, 5]);
    book.set(20, 0);
    expect(book.bid).toBe(-1);
    book.set(18, 4);
    expect([book.bid, book.ask, book.lots]).toEqual([9, 11, 9]);
  });

  it('forgets the old book with a new one', () => {
    const book = new FollowedBook([20, 5, 23, 5]);
    book.replace([200, 1, 205, 2]);
    expect([book.bid, book.ask, book.lots, book.sizeOf(20)]).toEqual([100, 102, 3, 0]);
  });
});
