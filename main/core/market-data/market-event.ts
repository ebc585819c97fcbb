import type { Instrument, InstrumentId, InstrumentState } from '../instrument/instrument.ts';
import type { TimestampMicros } from '../units/timestamp.ts';
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

export type Channel = 'book' | 'trades';

export type Welcome = {
  readonly type: 'welcome';
  readonly protocol: 1;
  readonly venue: string;
  readonly epoch: Epoch;
  readonly sentTime: TimestampMicros;
  /** Longest time in milliseconds between two heartbeats, 50 to 1000. */
  readonly heartbeatIntervalMs: number;
  readonly instruments: readonly Instrument[];
};

export type Subscribed = {
  readonly type: 'subscribed';
  readonly id: RequestId;
  readonly epoch: Epoch;
  readonly subscription: SubscriptionId;
  readonly instrument: InstrumentId;
  readonly channel: Channel;
  /** Levels a side the subscription holds; 0 is the whole book. Always 0 for `trades`. */
  readonly depth: number;
  /** The sequence the subscription stands at when acknowledged. */
  readonly sequence: number;
};

export type Unsubscribed = {
  readonly type: 'unsubscribed';
  readonly id: RequestId;
  readonly subscription: SubscriptionId;
};

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

/** New terms of an instrument. A changed tick or lot size voids its books: a snapshot of each follows unasked. */
export type InstrumentChange = {
  readonly type: 'instrument';
  readonly epoch: Epoch;
  readonly instrument: Instrument;
};

export type InstrumentStatus = {
  readonly type: 'status';
  readonly epoch: Epoch;
  readonly instrument: InstrumentId;
  readonly state: InstrumentState;
  readonly reason: string;
  readonly venueTime: TimestampMicros;
};

export type Heartbeat = {
  readonly type: 'heartbeat';
  readonly epoch: Epoch;
  /** Flat pairs `[subscription, last sequence sent, ...]` of every subscription that moved since the last heartbeat. */
  readonly sequences: readonly number[];
  readonly venueTime: TimestampMicros;
  readonly sentTime: TimestampMicros;
};

export type Pong = {
  readonly type: 'pong';
  readonly id: RequestId;
  readonly sentTime: TimestampMicros;
};

/** The venue refuses a request (`id` > 0) or reports a fault of the connection (`id` 0). */
export type VenueError = {
  readonly type: 'error';
  readonly id: RequestId;
  readonly code: string;
  readonly message: string;
};

/** Everything a venue can send, decoded and validated. */
export type MarketEvent =
  | Welcome
  | Subscribed
  | Unsubscribed
  | SnapshotPart
  | Delta
  | Trades
  | TradeGap
  | TradeHistory
  | InstrumentChange
  | InstrumentStatus
  | Heartbeat
  | Pong
  | VenueError;
