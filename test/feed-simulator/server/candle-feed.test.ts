import { describe, expect, it } from 'vitest';
import { instrumentId } from '../../../main/core/instrument/instrument.ts';
import type { Candles } from '../../../main/core/market-data/market-event.ts';
import { priceTicks } from '../../../main/core/units/price.ts';
import { sizeLots } from '../../../main/core/units/size.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { CandleFeed, candleHistory } from '../../../feed-simulator/server/candle-feed.ts';
import { CandleRing } from '../../../feed-simulator/server/candle-ring.ts';
import type { CatchUp } from '../../../feed-simulator/server/topic.ts';

const NOW = timestampMicros(7);
const INSTRUMENT = instrumentId('AAA');

/** Two trades a second. */
function feedOf(seconds: number): { feed: CandleFeed; ring: CandleRing; trade: (second: number) => void } {
  const ring = new CandleRing(1_000, 0);
  const trade = (second: number): void => {
    const venueTime = timestampMicros(second * 1_000_000);
    for (const price of [100, 101])
      ring.add({ price: priceTicks(price), size: sizeLots(1), aggressorSide: 'sell', venueTime });
  };
  for (let second = 0; second < seconds; second += 1) trade(second);
  const terms = { channel: 'candles', depth: 0, conflationMs: 100, intervalMs: 1_000 } as const;
  const context = { epoch: 7, instrument: INSTRUMENT, sentTime: () => NOW };
  const options = { subscription: 5, terms, context, intervalMs: 1_000, ring, venueTime: () => NOW } as const;
  return { feed: new CandleFeed(options), ring, trade };
}

function told({ messages, ...rest }: CatchUp): unknown {
  const parts = messages.map(({ event }) => {
    const { previousSequence, sequence, isSnapshot, candles } = event as Candles;
    return [previousSequence, sequence, isSnapshot, candles.length];
  });
  return { ...rest, parts };
}

describe('CandleFeed', () => {
  it('begins with the newest five hundred candles, or with none', () => {
    expect(told(feedOf(0).feed.since(null))).toEqual({
      resumed: false,
      sequence: 0,
      parts: [[0, 0, true, 0]],
    });
    expect(told(feedOf(700).feed.since(null))).toEqual({
      resumed: false,
      sequence: 1_400,
      parts: [[0, 1_400, true, 500]],
    });
  });

  it('brings a receiver to now with the candles that changed since, in parts that join', () => {
    const { feed } = feedOf(700);
    expect(told(feed.since(1_399))).toEqual({
      resumed: true,
      sequence: 1_400,
      parts: [[1_399, 1_400, false, 1]],
    });
    expect(told(feed.since(1_398))).toMatchObject({ parts: [[1_398, 1_400, false, 1]] });
    expect(told(feed.since(0))).toEqual({
      resumed: true,
      sequence: 1_400,
      parts: [
        [0, 1_000, false, 500],
        [1_000, 1_400, false, 200],
      ],
    });
    expect(told(feed.since(1_400))).toEqual({ resumed: true, sequence: 1_400, parts: [] });
  });

  it('begins anew for a receiver too far behind, ahead, or from before new terms', () => {
    const { feed, ring } = feedOf(1_010);
    expect(told(feed.since(5))).toMatchObject({ resumed: false, parts: [[0, 2_020, true, 500]] });
    expect(told(feed.since(2_021))).toMatchObject({ resumed: false });
    ring.clear();
    expect(told(feed.since(2_020))).toEqual({
      resumed: false,
      sequence: 2_020,
      parts: [[0, 2_020, true, 0]],
    });
  });

  it('publishes what changed since it last did, and tells all to begin anew where that is lost', () => {
    const { feed, trade } = feedOf(3);
    const heard: unknown[] = [];
    feed.audience.join({
      deliver: (_, previousSequence, sequence) => heard.push([previousSequence, sequence]),
      sendWaiting: () => undefined,
      renew: () => heard.push('renew'),
    });
    feed.publish();
    trade(3);
    trade(4);
    feed.publish();
    for (let second = 5; second < 1_100; second += 1) trade(second);
    feed.publish();
    feed.restart();
    expect(heard).toEqual([[6, 10], 'renew', 'renew']);
  });
});

describe('candleHistory', () => {
  const ask = (seconds: number, from: number, to: number) => {
    const head = { id: 3, epoch: 7, instrument: INSTRUMENT, intervalMs: 1_000 } as const;
    const range = { from: from * 1_000_000, to: to * 1_000_000 };
    return [...candleHistory(feedOf(seconds).ring, head, range)].map(({ candles, sequence, isLast }) => [
      candles
        .map(({ startTime }) => startTime / 1_000_000)
        .filter((_, i, all) => i === 0 || i === all.length - 1),
      candles.length,
      sequence,
      isLast,
    ]);
  };

  it('gives the candles that start in the range, in parts of five hundred, the last one marked', () => {
    expect(ask(900, 100, 800)).toEqual([
      [[100, 599], 500, 1_600, false],
      [[600, 799], 200, 1_600, true],
    ]);
  });

  it('answers a range without candles with one empty part', () => {
    expect(ask(10, 20, 30)).toEqual([[[], 0, 20, true]]);
  });
});
