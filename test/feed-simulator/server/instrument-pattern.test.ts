import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasWildcard, instrumentMatcher } from '../../../feed-simulator/server/instrument-pattern.ts';

/** Character by character, every length a star could have: slow and obvious. */
function slowlyFits(id: string, pattern: string): boolean {
  if (pattern === '') return id === '';
  const rest = pattern.slice(1);
  if (pattern[0] !== '*') return id !== '' && id[0] === pattern[0] && slowlyFits(id.slice(1), rest);
  return Array.from({ length: id.length + 1 }, (_, taken) => id.slice(taken)).some((left) =>
    slowlyFits(left, rest),
  );
}

const NAME = fc.string({ unit: fc.constantFrom('A', 'B', '.', '-', '+'), maxLength: 8 });
const PATTERN = fc.string({ unit: fc.constantFrom('A', 'B', '.', '-', '+', '*', '*'), maxLength: 7 });

describe('instrumentMatcher', () => {
  it.each([
    [['BTC-USD'], 'BTC-USD', true],
    [['BTC-USD'], 'BTC-USDT', false],
    [['BTC-*'], 'BTC-', true],
    [['BTC-*'], 'ETH-USD', false],
    [['*-USD'], 'ETH-USD', true],
    [['A*B*A'], 'ABA', true],
    [['A*BA*A'], 'ABA', false],
    [['AB*BA'], 'ABA', false],
    [['*'], 'anything', true],
    [['ETH-*', 'BTC-USD'], 'BTC-USD', true],
    [['B.C'], 'BTC', false],
    [['.*'], 'BTC', false],
    [['btc-*'], 'BTC-USD', false],
    [[], 'BTC-USD', false],
  ])('with %j judges %s as %s', (patterns, id, isMatch) => {
    expect(instrumentMatcher(patterns)(id)).toBe(isMatch);
  });

  it('agrees with a slow matcher on every name', () => {
    const property = fc.property(fc.array(PATTERN, { maxLength: 3 }), NAME, (patterns, id) => {
      expect(instrumentMatcher(patterns)(id)).toBe(patterns.some((pattern) => slowlyFits(id, pattern)));
    });
    fc.assert(property, { seed: 7, numRuns: 2_000 });
  });

  it('stays quick where a backtracking matcher would take for ever', () => {
    const matches = instrumentMatcher([`${'*A'.repeat(31)}*B`]);
    expect(matches('A'.repeat(64))).toBe(false);
    expect(matches(`${'A'.repeat(63)}B`)).toBe(true);
  });
});

describe('hasWildcard', () => {
  it('tells patterns from plain names', () => {
    expect([hasWildcard('BTC-*'), hasWildcard('BTC-USD')]).toEqual([true, false]);
  });
});
