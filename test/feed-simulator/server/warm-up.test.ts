import { describe, expect, it } from 'vitest';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import type { MarketChange } from '../../../feed-simulator/market-model/market-change.ts';
import { warmUp } from '../../../feed-simulator/server/warm-up.ts';
import { VenueFixture, instrument } from './venue-fixture.ts';

const { now } = new VenueFixture();
const trade = new VenueFixture().trade(100, 1);
function book(index: number, count: number): MarketChange {
  const trades = Array.from({ length: count }, () => trade);
  return { kind: 'book', instrument: index, venueTime: now, levels: [], trades };
}

describe('warmUp', () => {
  it('keeps the trades of each instrument and numbers them over all', () => {
    const rings = warmUp(
      {
        instruments: [instrument('AAA'), instrument('BBB')],
        advanceTo: (_until, emit) => [book(0, 2), book(1, 1), book(0, 1)].forEach((change) => emit(change)),
      },
      timestampMicros(1),
    );
    expect(rings.map((ring) => ring.slice(1, ring.last).map((kept) => kept.tradeId))).toEqual([
      [1, 2, 4],
      [3],
    ]);
  });

  it('forgets the trades from before new terms', () => {
    const definition = instrument('AAA');
    const [ring] = warmUp(
      {
        instruments: [definition],
        advanceTo: (_until, emit) => {
          emit(book(0, 2));
          emit({ kind: 'terms', instrument: 0, venueTime: now, definition, levels: [] });
          emit(book(0, 1));
        },
      },
      timestampMicros(1),
    );
    expect([ring?.firstAvailable, ring?.last]).toEqual([3, 3]);
  });
});
