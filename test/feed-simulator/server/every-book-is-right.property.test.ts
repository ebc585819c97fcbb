import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONFLATION_STEPS_MS, VENUE_CANDLE_INTERVALS_MS } from '../../../main/core/market-data/channel.ts';
import type { MarketEvent } from '../../../main/core/market-data/market-event.ts';
import { CODEC_NAMES } from '../../../main/wire/codec.ts';
import type { SubscriptionTerms } from '../../../main/core/market-data/venue-request.ts';
import { SharedMessage } from '../../../feed-simulator/server/shared-message.ts';
import { rehearse } from './rehearsed-exchange.ts';
import type { Rehearsal, Step } from './rehearsed-exchange.ts';

// PROTOCOL.md sections 3 to 8 and design/protocol.md rules 1 to 5, for every way to follow a channel.

/** Bids below 100, asks above, so that no made-up book is crossed. */
const level = fc.tuple(
  fc.oneof(
    fc.integer({ min: 90, max: 99 }).map((ticks) => ticks * 2),
    fc.integer({ min: 101, max: 110 }).map((ticks) => ticks * 2 + 1),
  ),
  fc.integer({ min: 0, max: 3 }),
);
const trade = fc.record({
  price: fc.integer({ min: 95, max: 105 }),
  size: fc.integer({ min: 1, max: 9 }),
  side: fc.constantFrom('buy' as const, 'sell' as const),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      levels: fc.array(level, { maxLength: 6 }),
      trades: fc.array(trade, { maxLength: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(9, 40, 90, 400, 2_000, 31_000),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom('stall', 'read', 'cut', 'come-back', 'subscribe', 'resume'),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'terms' as const }) },
);
const conflationMs = fc.constantFrom(...CONFLATION_STEPS_MS);

const WAYS_TO_FOLLOW: Record<string, fc.Arbitrary<SubscriptionTerms>> = {
  book: fc.record({
    channel: fc.constant('book' as const),
    depth: fc.integer({ min: 0, max: 7 }),
    conflationMs,
  }),
  trades: fc.constant({ channel: 'trades' as const }),
  ticker: fc.record({ channel: fc.constant('ticker' as const), conflationMs }),
  candles: fc.record({
    channel: fc.constant('candles' as const),
    conflationMs,
    intervalMs: fc.constantFrom(...VENUE_CANDLE_INTERVALS_MS),
  }),
};

function rehearsals(channel: string): fc.Arbitrary<Rehearsal> {
  const terms = WAYS_TO_FOLLOW[channel];
  if (terms === undefined) throw new RangeError(`expected a channel of the market, received ${channel}`);
  return fc.record({
    terms,
    codec: fc.constantFrom(...CODEC_NAMES),
    way: fc.constantFrom('websocket' as const, 'pull' as const),
    steps: fc.array(step, { maxLength: 50, size: 'max' }),
  });
}

/** The same event with something wrong in it. */
function spoilt<Type extends MarketEvent['type']>(
  type: Type,
  change: (event: Extract<MarketEvent, { type: Type }>) => MarketEvent | null,
): (message: SharedMessage) => SharedMessage | null {
  return (message) => {
    const { event } = message;
    if (event.type !== type) return message;
    const changed = change(event as Extract<MarketEvent, { type: Type }>);
    return changed === null ? null : new SharedMessage(changed);
  };
}

const PLANTED: readonly [string, string, (message: SharedMessage) => SharedMessage | null][] = [
  ['book', 'a delta that is lost', spoilt('delta', (event) => (event.sequence % 5 === 0 ? null : event))],
  [
    'book',
    'a delta that lacks a level',
    spoilt('delta', (event) => ({ ...event, levels: Array.from(event.levels).slice(0, -2) })),
  ],
  [
    'book',
    'a hash that is wrong',
    spoilt('delta', (event) => ({ ...event, hash: [event.hash[0] ^ 1, event.hash[1]] })),
  ],
  [
    'book',
    'a snapshot of another sequence',
    spoilt('snapshot', (event) => ({ ...event, sequence: event.sequence + 1 })),
  ],
  [
    'trades',
    'a message of trades that is lost',
    spoilt('trades', (event) => (event.sequence % 3 === 0 ? null : event)),
  ],
  [
    'trades',
    'a trade of another size',
    spoilt('trades', (event) => ({
      ...event,
      trades: event.trades.map((each) => ({ ...each, size: each.tradeId as never })),
    })),
  ],
  ['ticker', 'a ticker that is lost', spoilt('ticker', (event) => (event.sequence % 3 === 0 ? null : event))],
  [
    'ticker',
    'a ticker with another volume',
    spoilt('ticker', (event) => ({ ...event, volume: (event.volume + 1) as never })),
  ],
  ['candles', 'candles that are lost', spoilt('candles', (event) => (event.isSnapshot ? event : null))],
  [
    'candles',
    'a candle that forgot its high',
    spoilt('candles', (event) => ({
      ...event,
      candles: event.candles.map((candle) => ({ ...candle, high: candle.close })),
    })),
  ],
];

describe('Every channel', () => {
  it.each(Object.keys(WAYS_TO_FOLLOW))(
    'of %s tells the truth at each sequence it names, through conflation, slowness, cuts and resumes',
    (channel) => {
      fc.assert(
        fc.property(rehearsals(channel), (rehearsal) => {
          expect(rehearse(rehearsal)).toEqual([]);
        }),
        { seed: 7, numRuns: 600 },
      );
    },
  );

  it.each(PLANTED)('of %s is caught with %s', (channel, _, spoil) => {
    const { failed } = fc.check(
      fc.property(rehearsals(channel), (rehearsal) => rehearse(rehearsal, spoil).length === 0),
      { seed: 7, numRuns: 100, endOnFailure: true },
    );
    expect(failed).toBe(true);
  });
});
