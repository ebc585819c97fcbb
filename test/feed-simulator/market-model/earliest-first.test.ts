import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EarliestFirst } from '../../../feed-simulator/market-model/earliest-first.ts';

describe('EarliestFirst', () => {
  it('names what a look through all of them finds, ties to the lower index', () => {
    const time = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(Infinity));
    const start = fc.array(time, { minLength: 1, maxLength: 40 });
    const changes = fc.array(fc.tuple(fc.nat(39), time), { maxLength: 60 });
    fc.assert(
      fc.property(start, changes, (times, moves) => {
        const all = [...times];
        const first = new EarliestFirst(all);
        for (const [place, to] of [[0, all[0] ?? 0] as const, ...moves]) {
          const index = place % all.length;
          all[index] = to;
          first.set(index, to);
          const earliest = Math.min(...all);
          expect(first.time).toBe(earliest);
          expect(first.first).toBe(all.indexOf(earliest));
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('has nothing due without times', () => {
    expect(new EarliestFirst([]).time).toBe(Infinity);
  });
});
