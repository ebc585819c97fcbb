import type { Instrument, InstrumentId, InstrumentState } from '../instrument/instrument.ts';
import type { PriceTicks } from '../units/price.ts';
import type { SizeLots } from '../units/size.ts';
import type { TimestampMicros } from '../units/timestamp.ts';
import type { AggressorSide } from './trade.ts';
import type { VenueCandleIntervalMs } from './channel.ts';
import type {
  Authenticated,
  GoingAway,
  Heartbeat,
  Pong,
  Subscribed,
  SubscribedList,
  TokenExpiring,
  Unsubscribed,
  VenueError,
  Welcome,
} from './connection-message.ts';
import type { FlatLevels } from './flat-levels.ts';
import type { Trade } from './trade.ts';

/** Two 32-bit lanes (unsigned) of the order-free sum over all levels of a book. PROTOCOL.md section 6 defines it. */
export type BookHash = readonly [number, number];

/** Identifies one run of the venue: sequences, hashes and subscription ids mean nothing under another epoch. */
export type Epoch = number;
/** Server-given number of one (instrument, channel, parameters), the same for all clients under one epoch. */
export type SubscriptionId = number;
/** Client-given number of one request, 1 to 2^31 - 1, repeated in its answer. */
export type RequestId = number;

export type { Channel } from './channel.ts';
export type * from './connection-message.ts';

/** One numbered part of a snapshot; all parts of one snapshot share `sequence`, `hash` and `id`. */
export type SnapshotPart = {
  readonly type: 'snapshot';
  readonly epoch: Epoch;
  readonly subscription: SubscriptionId;
  /** The request this answers; 0 when the venue sends the snapshot unasked. */
  readonly id: RequestId;
  readonly sequence: number;
  /** 1 to `parts`. */
  readonly part: number;
  readonly parts: number;
  /** Sizes above 0 only; bids best first, then asks best first, over all parts. */
  readonly levels: FlatLevels;
  /** Hash of the whole book, the same in every part. */
  readonly hash: BookHash;
  readonly venueTime: TimestampMicros;
  readonly sentTime: TimestampMicros;
};

/** Changes in `(previousSequence, sequence]` of one book subscription. */
export type Delta = {
  readonly type: 'delta';
  readonly epoch: Epoch;
  readonly subscription: SubscriptionId;
  readonly previousSequence: number;
  readonly sequence: number;
  /** The last absolute size of each price that changed; 0 removes it. A price stands in it once. */
  readonly levels: FlatLevels;
  /** Hash of the receiver's whole book after this delta. */
  readonly hash: BookHash;
  readonly venueTime: TimestampMicros;
  readonly sentTime: TimestampMicros;
};

/** Trades `previousSequence + 1` to `sequence`, in order, none missing. */
export type Trades = {
  readonly type: 'trades';
  readonly epoch: Epoch;
  readonly subscription: SubscriptionId;
  readonly previousSequence: number;
  readonly sequence: number;
  readonly trades: readonly Trade[];
  readonly sentTime: TimestampMicros;
};

/** The venue dropped trades `from` to `to` (inclusive) of this subscription for a slow reader; history has them. */
export type TradeGap = {
  readonly type: 'gap';
  readonly epoch: Epoch;
  readonly subscription: SubscriptionId;
  readonly from: number;
  readonly to: number;
};

/** One part of the answer to a trade-history request; `isLast` closes it. */
export type TradeHistory = {
  readonly type: 'trade-history';
  readonly id: RequestId;
  readonly epoch: Epoch;
  readonly instrument: InstrumentId;
  /** Range covered by this part, inclusive; `to` is `from - 1` when it is empty. */
  readonly from: number;
  readonly to: number;
  readonly trades: readonly Trade[];
  /** Oldest trade the venue still holds; what was asked for below it is gone. */
  readonly firstAvailable: number;
  readonly isLast: boolean;
};

/**
 * The state of an instrument in a few numbers, whole in every message. `sequence` counts its changes.
 * A price is null where there is none: an empty side, no trade since `dayStart`.
 */
export type Ticker = {
  readonly type: 'ticker';
  readonly epoch: Epoch;
  readonly subscription: SubscriptionId;
  readonly instrument: InstrumentId;
  readonly previousSequence: number;
  readonly sequence: number;
  readonly bid: PriceTicks | null;
  /** Lots at the best bid, 0 when there is none. */
  readonly bidSize: SizeLots;
  readonly ask: PriceTicks | null;
  readonly askSize: SizeLots;
  readonly last: PriceTicks | null;
  readonly lastSize: SizeLots;
  readonly lastSide: AggressorSide;
  /** First, highest and lowest trade, lots and number of trades since `dayStart`. */
  readonly open: PriceTicks | null;
  readonly high: PriceTicks | null;
  readonly low: PriceTicks | null;
  readonly volume: SizeLots;
  readonly trades: number;
  /** Start of the simulated UTC day, or of the venue's history where that is later. */
  readonly dayStart: TimestampMicros;
  readonly venueTime: TimestampMicros;
  readonly sentTime: TimestampMicros;
};

/** One candle of the venue's own: what was traded in `[startTime, startTime + interval)`. Only such with a trade exist. */
export type VenueCandle = {
  readonly startTime: TimestampMicros;
  readonly open: PriceTicks;
  readonly high: PriceTicks;
  readonly low: PriceTicks;
  readonly close: PriceTicks;
  readonly volume: SizeLots;
  /** Lots bought by aggressors, part of `volume`. */
  readonly buyVolume: SizeLots;
  readonly trades: number;
};

/**
 * Candles that the trades in `(previousSequence, sequence]` changed, each with its values after them; `sequence` is a
 * trade sequence. With `isSnapshot` they replace what the receiver holds and `previousSequence` is 0.
 */
export type Candles = {
  readonly type: 'candles';
  readonly epoch: Epoch;
  readonly subscription: SubscriptionId;
  readonly instrument: InstrumentId;
  readonly intervalMs: VenueCandleIntervalMs;
  readonly previousSequence: number;
  readonly sequence: number;
  readonly isSnapshot: boolean;
  /** Oldest first, at most 500. */
  readonly candles: readonly VenueCandle[];
  readonly venueTime: TimestampMicros;
  readonly sentTime: TimestampMicros;
};

/** One part of the answer to a candle-history request; `isLast` closes it. */
export type CandleHistory = {
  readonly type: 'candle-history';
  readonly id: RequestId;
  readonly epoch: Epoch;
  readonly instrument: InstrumentId;
  readonly intervalMs: VenueCandleIntervalMs;
  /** The last trade that the newest candle counts. */
  readonly sequence: number;
  /** Oldest first, at most 500, none in an empty answer. */
  readonly candles: readonly VenueCandle[];
  readonly isLast: boolean;
};

/** New terms of an instrument. A changed tick or lot size voids its books: a snapshot of each follows unasked. */
export type InstrumentChange = {
  readonly type: 'instrument';
  readonly epoch: Epoch;
  readonly instrument: Instrument;
  /** These three stand only where the connection is subscribed to `instruments`; `sequence` counts the terms, from 1. */
  readonly subscription?: SubscriptionId;
  readonly previousSequence?: number;
  readonly sequence?: number;
};

export type InstrumentStatus = {
  readonly type: 'status';
  readonly epoch: Epoch;
  readonly instrument: InstrumentId;
  readonly state: InstrumentState;
  readonly reason: string;
  readonly venueTime: TimestampMicros;
  /** These three stand only where the connection is subscribed to `status`; `sequence` counts the states, from 1. */
  readonly subscription?: SubscriptionId;
  readonly previousSequence?: number;
  readonly sequence?: number;
};

/** Everything a venue can send, decoded and validated. */
export type MarketEvent =
  | Welcome
  | Subscribed
  | SubscribedList
  | Unsubscribed
  | SnapshotPart
  | Delta
  | Trades
  | TradeGap
  | TradeHistory
  | Ticker
  | Candles
  | CandleHistory
  | InstrumentChange
  | InstrumentStatus
  | Heartbeat
  | Pong
  | Authenticated
  | TokenExpiring
  | GoingAway
  | VenueError;
