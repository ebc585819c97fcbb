import type { Instrument, InstrumentId } from '../instrument/instrument.ts';
import type { TimestampMicros } from '../units/timestamp.ts';
import type { Channel, ConflationMs, VenueCandleIntervalMs } from './channel.ts';
import type { Epoch, RequestId, SubscriptionId } from './market-event.ts';

// What a venue says of the connection and its subscriptions, beside what it says of the market.

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
  /** Milliseconds between two messages at least; missing means 0, every change at once. */
  readonly conflationMs?: ConflationMs;
  /** Of `candles` only. */
  readonly intervalMs?: VenueCandleIntervalMs;
  /** The sequence the subscription stands at when acknowledged; where the receiver stood, if `resumed`. */
  readonly sequence: number;
  /** True: what was missed follows, and no snapshot. Missing means false. */
  readonly resumed?: boolean;
};

/** Answers a subscribe that names a list or a wildcard: one entry for each instrument that matched. */
export type SubscribedList = {
  readonly type: 'subscribed-list';
  readonly id: RequestId;
  readonly epoch: Epoch;
  readonly channel: Channel;
  readonly depth: number;
  readonly conflationMs?: ConflationMs;
  readonly intervalMs?: VenueCandleIntervalMs;
  /** In the venue's order of instruments, at least one, at most 1,000. */
  readonly subscriptions: readonly {
    readonly instrument: InstrumentId;
    readonly subscription: SubscriptionId;
    readonly sequence: number;
  }[];
};

export type Unsubscribed = {
  readonly type: 'unsubscribed';
  readonly id: RequestId;
  readonly subscription: SubscriptionId;
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
  /** A limit was met: asking again earlier is refused again. */
  readonly retryAfterMs?: number;
};

/** Answers `authenticate`: what the connection may do from now on. */
export type Authenticated = {
  readonly type: 'authenticated';
  readonly id: RequestId;
  /** Whom the token names, 1 to 128 characters. */
  readonly subject: string;
  readonly scopes: readonly string[];
  /** Patterns of the instruments allowed, `*` for all. */
  readonly instruments: readonly string[];
  readonly expiresAt: TimestampMicros;
};

/** The token of this connection ends soon: authenticate again or be closed. */
export type TokenExpiring = {
  readonly type: 'token-expiring';
  readonly expiresAt: TimestampMicros;
  readonly sentTime: TimestampMicros;
};

/** The venue is about to close every connection. `reconnectAfterMs` differs from client to client on purpose. */
export type GoingAway = {
  readonly type: 'going-away';
  readonly epoch: Epoch;
  readonly reason: string;
  readonly reconnectAfterMs: number;
  readonly sentTime: TimestampMicros;
};
