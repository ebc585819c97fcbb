import type { InstrumentState } from '../../main/core/instrument/instrument.ts';
import type { Epoch } from '../../main/core/market-data/market-event.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import type { ConnectionFacts } from '../server/connection.ts';

/** One open connection, whatever its transport. */
export type SessionSummary = {
  readonly facts: ConnectionFacts;
  /** Whom its token names; empty for an anonymous client. */
  readonly subject: string;
  readonly subscriptions: number;
  /** Handed over and not yet taken by the operating system. */
  readonly bufferedBytes: number;
  readonly openedAt: TimestampMicros;
};

export type InstrumentSummary = {
  readonly id: string;
  readonly state: InstrumentState;
  /** Of the whole book. */
  readonly sequence: number;
};

/** What the venue shows of itself at one moment. */
export type VenueSummary = {
  readonly name: string;
  readonly epoch: Epoch;
  /** In the venue's order. */
  readonly instruments: readonly InstrumentSummary[];
  readonly sessions: readonly SessionSummary[];
};
