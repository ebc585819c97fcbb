import { describe, expect, it } from 'vitest';
import { TWELVE_INSTRUMENTS } from '../../../feed-simulator/market-model/instruments.ts';
import { historySizeScale, MarketLoad } from '../../../feed-simulator/market-model/market-load.ts';

describe('MarketLoad', () => {
  it('shares the load out by activity', () => {
    const load = new MarketLoad(TWELVE_INSTRUMENTS);
    const [btc = 0, eth = 0] = load.meanMicros(2_000);
    expect(eth / btc).toBeCloseTo(420 / 330, 9);
    expect((load.meanMicros(200)[0] ?? 0) / btc).toBeCloseTo(10, 9);
  });

  it.each([0, 0.9, 200_001, Number.NaN])('refuses %s updates a second', (updates) => {
    expect(() => new MarketLoad(TWELVE_INSTRUMENTS).meanMicros(updates)).toThrow(
      'expected updatesPerSecond from 1 to 200000',
    );
  });
});

describe('historySizeScale', () => {
  it('is one at the same load or a lower one, and grows less than the load', () => {
    expect([historySizeScale(100, 100), historySizeScale(10, 100)]).toEqual([1, 1]);
    expect(historySizeScale(2_000, 100)).toBe(14);
    expect(historySizeScale(200_000, 1)).toBe(1_000);
  });
});
