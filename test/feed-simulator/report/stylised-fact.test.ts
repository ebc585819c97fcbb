import { describe, expect, it } from 'vitest';
import { fact, factLine, isInRange } from '../../../feed-simulator/report/stylised-fact.ts';

describe('isInRange', () => {
  it('takes both ends in, and no number for no', () => {
    const at = (measured: number): boolean => isInRange(fact('tails', measured, [2, 5], 'Cont 2001'));
    expect([1.99, 2, 5, 5.01, Number.NaN].map(at)).toEqual([false, true, true, false, false]);
  });
});

describe('factLine', () => {
  it('puts what was measured beside the range and its source', () => {
    expect(factLine(fact('tails', 3.14159, [2, 5], 'Cont 2001'))).toMatch(
      /^ok +tails +3\.14 +2\.00 to 5\.00 +Cont 2001$/,
    );
    expect(factLine(fact('tails', 913.4, [2, 5], 'Cont 2001'))).toMatch(/^OUT +tails +913 /);
  });
});
