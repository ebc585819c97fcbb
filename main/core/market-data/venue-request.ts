import type { InstrumentId } from '../instrument/instrument.ts';
import type { TimestampMicros } from '../units/timestamp.ts';
import type { Channel, RequestId, SubscriptionId } from './market-event.ts';

/** Everything a client can ask of a venue. Each is answered by exactly one acknowledgement, answer or error with its id. */
export type VenueRequest =
  | {
      readonly type: 'subscribe';
      readonly id: RequestId;
      readonly instrument: InstrumentId;
      readonly channel: Channel;
      /** Levels a side, 0 for the whole book; left out for `trades`. */
      readonly depth?: number;
    }
  | { readonly type: 'unsubscribe'; readonly id: RequestId; readonly subscription: SubscriptionId }
  | {
      readonly type: 'snapshot';
      readonly id: RequestId;
      readonly subscription: SubscriptionId;
      /** The book as it was at this sequence; left out for now. */
      readonly atSequence?: number;
    }
  | {
      readonly type: 'trade-history';
      readonly id: RequestId;
      readonly instrument: InstrumentId;
      /** Trade sequences, both inclusive. */
      readonly from: number;
      readonly to: number;
    }
  | { readonly type: 'ping'; readonly id: RequestId; readonly sentTime: TimestampMicros };
