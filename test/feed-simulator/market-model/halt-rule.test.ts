import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HaltRule } from '../../../feed-simulator/market-model/halt-rule.ts';

const TERMS = { moveBasisPoints: 100, windowMicros: 1_600, haltMicros: 1 };
const SIXTEENTH = 100;

describe('HaltRule', () => {
  it('finds a move beyond the terms, up and down, and none at the terms', () => {
    const rule = (): HaltRule => new HaltRule(TERMS);
    const last = (prices: number[]): boolean => {
      const watched = rule();
      return prices.map((price, at) => watched.observe(at * 10, price)).at(-1) === true;
    };
    expect(last([10_000, 10_100])).toBe(false);
    expect(last([10_000, 10_101])).toBe(true);
    expect(last([10_000, 10_050, 10_030, 9_950])).toBe(false);
    expect(last([10_000, 10_050, 10_030, 9_949])).toBe(true);
  });

  it('forgets prices older than the window', () => {
    const rule = new HaltRule(TERMS);
    rule.observe(0, 10_000);
    rule.observe(100, 10_090);
    expect(rule.observe(1_550, 10_101)).toBe(true);
    rule.reset();
    rule.observe(2_000, 10_000);
    rule.observe(2_100, 10_090);
    expect(rule.observe(3_700, 10_101)).toBe(false);
  });

  it('starts anew after a reset', () => {
    const rule = new HaltRule(TERMS);
    rule.observe(0, 10_000);
    rule.reset();
    expect(rule.observe(10, 20_000)).toBe(false);
  });

  it('agrees with a search through every price of the window', () => {
    const trade = fc.record({
      wait: fc.integer({ min: 0, max: 900 }),
      price: fc.integer({ min: 9_900, max: 10_100 }),
    });
    fc.assert(
      fc.property(fc.array(trade, { minLength: 1, maxLength: 60 }), (trades) => {
        const rule = new HaltRule(TERMS);
        const seen: { time: number; price: number }[] = [];
        let time = 0;
        for (const { wait, price } of trades) {
          time += wait;
          seen.push({ time, price });
          const from = (Math.floor(time / SIXTEENTH) - 15) * SIXTEENTH;
          // The price in force when the window opens counts too.
          const inForce = seen.filter((past) => past.time < from).at(-1);
          const window = seen.filter((past) => past.time >= from);
          if (inForce !== undefined) window.push(inForce);
          const moved = window.some((past) => Math.abs(price - past.price) * 10_000 > past.price * 100);
          expect(rule.observe(time, price)).toBe(moved);
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
