import { describe, expect, it } from 'vitest';
import {
  CHANNELS,
  CONFLATION_STEPS_MS,
  VENUE_CANDLE_INTERVALS_MS,
} from '../../../main/core/market-data/channel.ts';
import type { SubscriptionTerms } from '../../../main/core/market-data/venue-request.ts';
import { fullTerms } from '../../../feed-simulator/server/subscription-terms.ts';
import type { FullTerms } from '../../../feed-simulator/server/subscription-terms.ts';
import { subscriptionNumber } from '../../../feed-simulator/server/subscription-number.ts';

function everyTerms(): FullTerms[] {
  const depths = Array.from({ length: 1_001 }, (_, depth) => depth);
  const asked = CHANNELS.flatMap((channel) =>
    CONFLATION_STEPS_MS.flatMap((conflationMs): SubscriptionTerms[] => {
      if (channel === 'book') return depths.map((depth) => ({ channel, depth, conflationMs }));
      return VENUE_CANDLE_INTERVALS_MS.map((intervalMs) => ({ channel, conflationMs, intervalMs }));
    }),
  );
  return asked.flatMap((each) => {
    const terms = fullTerms(each);
    return 'type' in terms ? [] : [terms];
  });
}

describe('subscriptionNumber', () => {
  it('differs for each instrument, channel, depth, conflation and interval, and is the same for the same', () => {
    const terms = everyTerms();
    const numbers = [0, 1, 199].flatMap((index) => terms.map((each) => subscriptionNumber(index, each)));
    const distinct = new Set(
      [0, 1, 199].flatMap((index) => terms.map((each) => JSON.stringify([index, each]))),
    );
    expect(new Set(numbers).size).toBe(distinct.size);
    expect([Math.min(...numbers), Math.max(...numbers) <= 0x7fff_ffff]).toEqual([1, true]);
  });
});

describe('fullTerms', () => {
  it('fills in what the protocol leaves to the venue, channel by channel', () => {
    expect(CHANNELS.map((channel) => fullTerms({ channel, depth: 5, intervalMs: 5_000 }))).toEqual([
      { channel: 'book', depth: 5, conflationMs: 0, intervalMs: null },
      { channel: 'trades', depth: 0, conflationMs: 0, intervalMs: null },
      { channel: 'ticker', depth: 0, conflationMs: 100, intervalMs: null },
      { channel: 'candles', depth: 0, conflationMs: 100, intervalMs: 5_000 },
      { channel: 'status', depth: 0, conflationMs: 0, intervalMs: null },
      { channel: 'instruments', depth: 0, conflationMs: 0, intervalMs: null },
    ]);
  });

  it('refuses candles of no interval', () => {
    expect(fullTerms({ channel: 'candles' })).toMatchObject({ type: 'refused', code: 'BAD_MESSAGE' });
  });
});
