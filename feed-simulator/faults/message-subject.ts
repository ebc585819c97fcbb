import type { Instrument, InstrumentId } from '../../main/core/instrument/instrument.ts';
import type { Channel } from '../../main/core/market-data/channel.ts';
import type { MarketEvent, SubscriptionId } from '../../main/core/market-data/market-event.ts';
import { partsOfNumber } from '../server/subscription-number.ts';

/** Which stream of which instrument a message belongs to. */
export type MessageSubject = { readonly instrument: InstrumentId; readonly channel: Channel };

/** What a subscription's number stands for; null when the venue never gave it. */
export type SubjectOf = (subscription: SubscriptionId) => MessageSubject | null;

/** @param instruments in the venue's order, which a restart does not change */
export function subjectByNumber(instruments: readonly Pick<Instrument, 'id'>[]): SubjectOf {
  return (subscription) => {
    const { index, channel } = partsOfNumber(subscription);
    const instrument = instruments[index]?.id;
    return instrument === undefined ? null : { instrument, channel };
  };
}

/** Null for what belongs to the connection and not to the market: welcome, acknowledgements, heartbeats, errors. */
export function messageSubject(event: MarketEvent, subjectOf: SubjectOf): MessageSubject | null {
  switch (event.type) {
    case 'snapshot':
    case 'delta':
    case 'trades':
    case 'gap':
      return subjectOf(event.subscription);
    case 'ticker':
    case 'candles':
    case 'status':
      return { instrument: event.instrument, channel: event.type };
    case 'trade-history':
      return { instrument: event.instrument, channel: 'trades' };
    case 'candle-history':
      return { instrument: event.instrument, channel: 'candles' };
    case 'instrument':
      return { instrument: event.instrument.id, channel: 'instruments' };
    default:
      return null;
  }
}
