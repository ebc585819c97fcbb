import { describe, expect, it } from 'vitest';
import { decay } from '../../../feed-simulator/market-model/decay.ts';

describe('decay', () => {
  it('is the exponential within a ten-thousandth', () => {
    for (let lifetimes = 0; lifetimes <= 10; lifetimes += 0.01)
      expect(Math.abs(decay(lifetimes) / Math.exp(-lifetimes) - 1)).toBeLessThan(1e-4);
  });

  it('falls from 1 to nothing and never rises', () => {
    let before = decay(0);
    expect(before).toBe(1);
    for (let lifetimes = 0.05; lifetimes < 50; lifetimes += 0.05) {
      const left = decay(lifetimes);
      expect(left).toBeLessThanOrEqual(before);
      expect(left).toBeGreaterThanOrEqual(0);
      before = left;
    }
    expect([decay(1e9), decay(Infinity)]).toEqual([0, 0]);
  });

  it('gives the same bits on every machine', () => {
    expect(decay(0.7)).toBe(0.4965853034946575);
  });
});
