import { CONFLATION_STEPS_MS, VENUE_CANDLE_INTERVALS_MS } from '../../main/core/market-data/channel.ts';
import type { Channel } from '../../main/core/market-data/channel.ts';
import type { SubscriptionId } from '../../main/core/market-data/market-event.ts';
import type { FullTerms } from './subscription-terms.ts';

/** Deepest window that can be subscribed; PROTOCOL.md section 5. */
const MAX_DEPTH = 1_000;
const STEPS = CONFLATION_STEPS_MS.length;
const TRADES = STEPS * (MAX_DEPTH + 1);
const TICKER = TRADES + STEPS;
const CANDLES = TICKER + STEPS;
const STATUS = CANDLES + VENUE_CANDLE_INTERVALS_MS.length * STEPS + STEPS;
const INSTRUMENTS = STATUS + 1;
const NUMBERS_PER_INSTRUMENT = 10_200;

/**
 * The number of a subscription, computed from what it is, so that it is the same for every client and needs no table.
 *
 * @param index of the instrument, 0 to 9,999
 */
export function subscriptionNumber(index: number, terms: FullTerms): SubscriptionId {
  return 1 + index * NUMBERS_PER_INSTRUMENT + placeOf(terms);
}

function placeOf({ channel, depth, conflationMs, intervalMs }: FullTerms): number {
  const step = CONFLATION_STEPS_MS.indexOf(conflationMs);
  switch (channel) {
    case 'book':
      return step * (MAX_DEPTH + 1) + depth;
    case 'trades':
      return TRADES;
    case 'ticker':
      return TICKER + step;
    case 'candles':
      return CANDLES + VENUE_CANDLE_INTERVALS_MS.findIndex((each) => each === intervalMs) * STEPS + step;
    case 'status':
      return STATUS;
    case 'instruments':
      return INSTRUMENTS;
  }
}

/** What a number stands for: the place of its instrument, which may be beyond the last one, and its channel. */
export function partsOfNumber(subscription: SubscriptionId): { index: number; channel: Channel } {
  const place = (subscription - 1) % NUMBERS_PER_INSTRUMENT;
  return { index: Math.floor((subscription - 1) / NUMBERS_PER_INSTRUMENT), channel: channelAt(place) };
}

function channelAt(place: number): Channel {
  if (place < TRADES) return 'book';
  if (place < TICKER) return 'trades';
  if (place < CANDLES) return 'ticker';
  if (place < STATUS) return 'candles';
  return place < INSTRUMENTS ? 'status' : 'instruments';
}
