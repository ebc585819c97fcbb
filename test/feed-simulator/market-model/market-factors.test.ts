import { describe, expect, it } from 'vitest';
import { MarketFactors } from '../../../feed-simulator/market-model/market-factors.ts';

describe('MarketFactors', () => {
  it('walks one path, whoever asks and however often', () => {
    const often = new MarketFactors(4).market;
    const path = Array.from({ length: 500 }, (_, step) => often.levelAt(step));
    const seldom = new MarketFactors(4).market;
    expect([100, 250, 499].map((step) => seldom.levelAt(step))).toEqual([path[100], path[250], path[499]]);
    expect(new Set(path).size).toBeGreaterThan(480);
  });

  it('gives each family a path of its own, the same to all of the family', () => {
    const factors = new MarketFactors(4);
    expect(factors.family('metals')).toBe(factors.family('metals'));
    expect(factors.family('metals').levelAt(100)).not.toBe(factors.family('energy').levelAt(100));
  });

  it('is not changed by a family more', () => {
    const few = new MarketFactors(4);
    const more = new MarketFactors(4);
    more.family('grains').levelAt(50);
    expect(more.family('metals').levelAt(100)).toBe(few.family('metals').levelAt(100));
  });
});
