import { describe, expect, it } from 'vitest';
import { TradeRing } from '../../../feed-simulator/server/trade-ring.ts';
import { VenueFixture } from './venue-fixture.ts';

const traded = new VenueFixture().trade(100, 3);

function ringWith(count: number, capacity: number): TradeRing {
  const ring = new TradeRing(capacity);
  for (let i = 1; i <= count; i += 1) ring.append({ tradeId: i * 10, ...traded });
  return ring;
}

describe('TradeRing', () => {
  it('keeps the newest trades under the sequences they were given', () => {
    const ring = ringWith(10, 4);
    expect([ring.firstAvailable, ring.last]).toEqual([7, 10]);
    expect(ring.slice(7, 8).map((kept) => [kept.sequence, kept.tradeId])).toEqual([
      [7, 70],
      [8, 80],
    ]);
    expect(ring.slice(10, 10)).toEqual([{ sequence: 10, tradeId: 100, ...traded }]);
  });

  it('refuses to give trades it does not hold', () => {
    const ring = ringWith(10, 4);
    expect(() => ring.slice(6, 8)).toThrow('expected trades held, 7 to 10, received 6 to 8');
    expect(() => ring.slice(9, 11)).toThrow(RangeError);
    expect(() => new TradeRing(0)).toThrow(RangeError);
  });

  it('goes on counting after it forgot its trades', () => {
    const ring = ringWith(3, 100);
    ring.clear();
    expect([ring.firstAvailable, ring.last, ring.slice(4, 3)]).toEqual([4, 3, []]);
    ring.append({ tradeId: 1, ...traded });
    expect(ring.slice(4, 4)).toHaveLength(1);
  });
});
