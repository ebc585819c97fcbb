import type { InstrumentId } from '../instrument/instrument.ts';
import type { TimestampMicros } from '../units/timestamp.ts';
import type { VenueCandleIntervalMs, Channel, ConflationMs } from './channel.ts';
import type { Epoch, RequestId, SubscriptionId } from './market-event.ts';

/** Where a receiver stands that was cut off: what it missed is asked for. */
export type ResumePoint = { readonly epoch: Epoch; readonly sequence: number };

/**
 * What a subscription is besides its instrument. `depth`: levels a side, 0 or missing for the whole book, only for
 * `book`. `conflationMs`: only for `book`, `ticker` and `candles`. `intervalMs`: for `candles`, and there always.
 */
export type SubscriptionTerms = {
  readonly channel: Channel;
  readonly depth?: number;
  readonly conflationMs?: ConflationMs;
  readonly intervalMs?: VenueCandleIntervalMs;
};

/** Everything a client can ask of a venue. Each is answered by exactly one acknowledgement, answer or error with its id. */
export type VenueRequest =
  | (SubscriptionTerms & {
      readonly type: 'subscribe';
      readonly id: RequestId;
      readonly instrument: InstrumentId;
      readonly resume?: ResumePoint;
    })
  | (SubscriptionTerms & {
      readonly type: 'subscribe-list';
      readonly id: RequestId;
      /** 1 to 256 names or patterns; `*` stands for any number of characters. */
      readonly instruments: readonly string[];
    })
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
  | {
      readonly type: 'candle-history';
      readonly id: RequestId;
      readonly instrument: InstrumentId;
      readonly intervalMs: VenueCandleIntervalMs;
      /** Candles that start at `from` or later and before `to`. */
      readonly from: TimestampMicros;
      readonly to: TimestampMicros;
    }
  | { readonly type: 'authenticate'; readonly id: RequestId; readonly token: string }
  | { readonly type: 'ping'; readonly id: RequestId; readonly sentTime: TimestampMicros };
