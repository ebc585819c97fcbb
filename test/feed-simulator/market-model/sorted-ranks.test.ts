import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SortedRanks } from '../../../feed-simulator/market-model/sorted-ranks.ts';

const CAPACITY = 150;
const ranksOf = (sorted: SortedRanks): number[] =>
  Array.from({ length: sorted.length }, (_, at) => sorted.rankAt(at));

describe('SortedRanks', () => {
  it('holds what a sorted list holds, whatever comes and goes at either end', () => {
    // A window that drifts, as a book does, so that the arrays are moved through and centred again.
    const drift = fc.integer({ min: -40, max: 40 });
    const step = fc.record({ at: fc.nat(199), drift, isIn: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { minLength: 50, maxLength: 600 }), (steps) => {
        const sorted = new SortedRanks(CAPACITY);
        const queues = new Map<number, number>();
        let middle = 0;
        for (const [number, each] of steps.entries()) {
          middle += each.drift;
          const rank = middle + each.at;
          const at = sorted.find(rank);
          expect(at >= 0).toBe(queues.has(rank));
          if (at >= 0 && !each.isIn) {
            sorted.delete(at);
            queues.delete(rank);
          } else if (at < 0 && !sorted.isFull()) {
            sorted.insert(-at - 1, rank, number);
            queues.set(rank, number);
          }
        }
        const model = [...queues.keys()].sort((left, right) => left - right);
        expect(ranksOf(sorted)).toEqual(model);
        for (const [at, rank] of model.entries()) expect(sorted.queueAt(at)).toBe(queues.get(rank));
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('wanders for ever in one direction', () => {
    const sorted = new SortedRanks(CAPACITY);
    for (let rank = 0; rank < 5_000; rank++) {
      if (sorted.isFull()) sorted.delete(0);
      sorted.insert(sorted.length, rank, rank);
    }
    for (let rank = 4_849; rank > -5_000; rank--) {
      if (sorted.isFull()) sorted.delete(sorted.length - 1);
      sorted.insert(0, rank, rank);
    }
    expect(ranksOf(sorted)).toEqual(Array.from({ length: CAPACITY }, (_, at) => at - 4_999));
  });
});
