import { describe, expect, it } from 'vitest';
import { instrumentId } from '../../../main/core/instrument/instrument.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { TradeFeed } from '../../../feed-simulator/server/trade-feed.ts';
import { TradeRing } from '../../../feed-simulator/server/trade-ring.ts';
import { VenueFixture } from './venue-fixture.ts';

const traded = { ...new VenueFixture().trade(100, 3) };

function feedWith(
  count: number,
  capacity = 10_000,
): { feed: TradeFeed; ring: TradeRing; trade: (times: number) => void } {
  const ring = new TradeRing(capacity);
  const trade = (times: number): void => {
    for (let i = 0; i < times; i += 1) ring.append({ tradeId: (ring.last + 1) * 10, ...traded });
  };
  trade(count);
  const context = { epoch: 7, instrument: instrumentId('AAA'), sentTime: () => timestampMicros(9) };
  const terms = { channel: 'trades', depth: 0, conflationMs: 0, intervalMs: null } as const;
  return { feed: new TradeFeed({ subscription: 5, terms, context, ring }), ring, trade };
}

function ranges(feed: TradeFeed, from: number, to: number): unknown[] {
  return [...feed.history(1, from, to)].map((part) => [
    part.from,
    part.to,
    part.trades.length,
    part.firstAvailable,
    part.isLast,
  ]);
}

function behind(feed: TradeFeed, position: number | null): unknown {
  const { resumed, messages, sequence } = feed.since(position);
  const told = messages.map(({ event }) => {
    if (event.type === 'gap') return ['gap', event.from, event.to];
    return event.type === 'trades'
      ? [event.previousSequence, event.sequence, event.trades.length]
      : event.type;
  });
  return { resumed, told, sequence };
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

  it('leaves out what the ring dropped while the answer was being read', () => {
    const { feed, trade } = feedWith(3_000, 3_000);
    const parts = feed.history(1, 1, 3_000);
    expect(parts.next().value).toMatchObject({ from: 1, to: 1_000 });
    trade(1_500);
    expect(parts.next().value).toMatchObject({ from: 1_501, to: 2_500, isLast: false });
    trade(3_000);
    expect(parts.next().value).toMatchObject({ from: 4_501, to: 4_500, trades: [], isLast: true });
    expect(parts.next().done).toBe(true);
  });

  it('publishes to its followers in messages of at most a thousand that join', () => {
    const { feed, trade } = feedWith(3);
    const sent: number[][] = [];
    feed.audience.join({
      deliver: (_, previousSequence, sequence) => sent.push([previousSequence, sequence]),
      sendWaiting: () => undefined,
      renew: () => undefined,
    });
    trade(1_200);
    feed.publish();
    expect(sent).toEqual([
      [3, 1_003],
      [1_003, 1_203],
    ]);
  });

  it('brings a receiver to now with every trade it missed', () => {
    const { feed } = feedWith(1_500);
    expect(behind(feed, 200)).toEqual({
      resumed: true,
      told: [
        [200, 1_200, 1_000],
        [1_200, 1_500, 300],
      ],
      sequence: 1_500,
    });
    expect(behind(feed, 1_500)).toEqual({ resumed: true, told: [], sequence: 1_500 });
  });

  it('declares what is older than five thousand trades, or no longer held, as a gap that joins', () => {
    expect(behind(feedWith(5_007).feed, 0)).toMatchObject({
      resumed: true,
      told: [
        ['gap', 1, 7],
        [7, 1_007, 1_000],
        [1_007, 2_007, 1_000],
        [2_007, 3_007, 1_000],
        [3_007, 4_007, 1_000],
        [4_007, 5_007, 1_000],
      ],
    });
    expect(behind(feedWith(10, 4).feed, 2)).toMatchObject({
      told: [
        ['gap', 3, 6],
        [6, 10, 4],
      ],
    });
    const { feed, ring } = feedWith(10);
    ring.clear();
    expect(behind(feed, 8)).toEqual({ resumed: true, told: [['gap', 9, 10]], sequence: 10 });
  });

  it('has nothing for a receiver that has nothing, or that stands where the venue never was', () => {
    const { feed } = feedWith(10);
    expect(behind(feed, null)).toEqual({ resumed: false, told: [], sequence: 10 });
    expect(behind(feed, 11)).toEqual({ resumed: false, told: [], sequence: 10 });
  });
});
