import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HashSum, hashOfLevels } from '../../../feed-simulator/server/book-hash.ts';
import { secondHash } from '../../support/second-reader-book.ts';

const WORKED_EXAMPLE = [20000, 12, 19998, 5, 20005, 7, 20007, 4294967301];

describe('hashOfLevels', () => {
  it('gives the worked example of the protocol', () => {
    expect(hashOfLevels(WORKED_EXAMPLE)).toEqual([3579547341, 3740402032]);
    expect(hashOfLevels([20000, 12])).toEqual([683012610, 764671643]);
  });

  it('is [0, 0] for an empty book', () => {
    expect(hashOfLevels([])).toEqual([0, 0]);
  });

  it('equals a hash computed in whole numbers of any length', () => {
    const level = fc.tuple(
      fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      fc.integer({ min: 1, max: 2 ** 53 - 1 }),
    );
    fc.assert(
      fc.property(fc.array(level, { maxLength: 20 }), (levels) => {
        expect(hashOfLevels(levels.flat())).toEqual(secondHash(levels));
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe('HashSum', () => {
  it('follows the delta of the worked example', () => {
    const sum = new HashSum();
    for (let i = 0; i < WORKED_EXAMPLE.length; i += 2)
      sum.replace(WORKED_EXAMPLE[i] ?? 0, 0, WORKED_EXAMPLE[i + 1] ?? 0);
    sum.replace(20005, 7, 3);
    sum.replace(19998, 5, 0);
    expect(sum.value).toEqual([2676272891, 158120366]);
    sum.clear();
    expect(sum.value).toEqual([0, 0]);
  });
});
