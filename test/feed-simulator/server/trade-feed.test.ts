import { describe, expect, it } from 'vitest';
import { instrumentId } from '../../../main/core/instrument/instrument.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { TradeFeed } from '../../../feed-simulator/server/trade-feed.ts';
import { TradeRing } from '../../../feed-simulator/server/trade-ring.ts';
import { VenueFixture } from './venue-fixture.ts';

const NOW = timestampMicros(9);

function feedWith(count: number, capacity = 3_000): { feed: TradeFeed; ring: TradeRing } {
  const ring = new TradeRing(capacity);
  const feed = new TradeFeed({ subscription: 5, instrument: instrumentId('AAA'), epoch: 7, ring });
  for (let i = 1; i <= count; i += 1) ring.append({ tradeId: i * 10, ...traded });
  return { feed, ring };
}
const traded = { ...new VenueFixture().trade(100, 3) };

function ranges(feed: TradeFeed, from: number, to: number): unknown[] {
  return feed
    .history(1, from, to)
    .map((part) => [part.from, part.to, part.trades.length, part.firstAvailable, part.isLast]);
}

describe('TradeFeed', () => {
  it('answers a range in parts of a thousand, the last one marked', () => {
    const { feed } = feedWith(2_500);
    expect(ranges(feed, 1, 2_500)).toEqual([
      [1, 1_000, 1_000, 1, false],
      [1_001, 2_000, 1_000, 1, false],
      [2_001, 2_500, 500, 1, true],
    ]);
    expect(ranges(feed, 1, 1_000)).toEqual([[1, 1_000, 1_000, 1, true]]);
  });

  it('cuts a range to what is held, and answers one wholly gone or wholly ahead with one empty part', () => {
    const { feed } = feedWith(10, 4);
    expect(ranges(feed, 5, 99)).toEqual([[7, 10, 4, 7, true]]);
    expect(ranges(feed, 1, 6)).toEqual([[7, 6, 0, 7, true]]);
    expect(ranges(feed, 11, 20)).toEqual([[11, 10, 0, 7, true]]);
  });

  it('publishes to its subscribers in messages of at most a thousand that join', () => {
    const { feed } = feedWith(3);
    const sent: number[][] = [];
    feed.subscribers.add({
      deliverTrades: ({ event }) => {
        if (event.type === 'trades') sent.push([event.previousSequence, event.sequence, event.trades.length]);
      },
      deliverBeforeNewTerms: () => undefined,
    });
    feed.publish(
      Array.from({ length: 1_200 }, (_, index) => ({ tradeId: 100 + index, ...traded })),
      NOW,
    );
    expect(sent).toEqual([
      [3, 1_003, 1_000],
      [1_003, 1_203, 200],
    ]);
  });
});
