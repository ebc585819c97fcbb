import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOfLevels, levelHashA, levelHashB } from '../../../main/core/book/book-checksum.ts';
import { InstrumentBook } from '../../../main/core/book/instrument-book.ts';
import { batchOf } from '../../support/level-batch.ts';
import { SlowBook } from '../../support/slow-book.ts';

/** The worked example of PROTOCOL.md section 6. */
const EXAMPLE = [20000, 12, 19998, 5, 20005, 7, 20007, 4294967301];

const key = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const lots = fc.oneof(
  fc.integer({ min: 1, max: 1_000 }),
  fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
);

describe('hashOfLevels', () => {
  it('gives the hashes of the worked example in the protocol', () => {
    const each = [0, 2, 4, 6].map((i) => hashOfLevels(EXAMPLE.slice(i, i + 2)));
    expect(each).toEqual([
      [683012610, 764671643],
      [2111177874, 3732505579],
      [3562420307, 1887148521],
      [1517903846, 1651043585],
    ]);
    expect(hashOfLevels(EXAMPLE)).toEqual([3579547341, 3740402032]);
    expect(hashOfLevels([])).toEqual([0, 0]);
  });

  it('agrees with the protocol worked in unbounded integers', () => {
    fc.assert(
      fc.property(key, lots, (aKey, someLots) => {
        const slow = new SlowBook();
        slow.apply([aKey, someLots]);
        expect(hashOfLevels([aKey, someLots])).toEqual(slow.hash());
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

describe('levelHashA, levelHashB', () => {
  it('differ for two sizes below 2^32 at one price', () => {
    const size = fc.integer({ min: 1, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(key, size, size, (aKey, one, other) => {
        fc.pre(one !== other);
        expect(levelHashA(aKey, one)).not.toBe(levelHashA(aKey, other));
        expect(levelHashB(aKey, one)).not.toBe(levelHashB(aKey, other));
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe('InstrumentBook', () => {
  it('ends at the hash of the worked delta', () => {
    const book = new InstrumentBook();
    book.apply(batchOf(EXAMPLE));
    book.apply(batchOf([20005, 3, 19998, 0]));
    expect(book.hash()).toEqual([2676272891, 158120366]);
  });
});
