import type { InstrumentId } from '../../main/core/instrument/instrument.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';

/** `market-data` reads; `control` may switch faults. */
export const SCOPES = ['market-data', 'control'] as const;
export type Scope = (typeof SCOPES)[number];

/** What one client may do, as its token says or the venue grants to strangers. */
export type Rights = {
  /** Whom the token names; empty for an anonymous client. */
  readonly subject: string;
  /** Names the token (its `jti`), so that limits hold over all its connections; null for an anonymous client. */
  readonly tokenId: string | null;
  readonly scopes: readonly Scope[];
  /** Patterns as in the token, `*` for all. */
  readonly instruments: readonly string[];
  mayRead(instrument: InstrumentId): boolean;
  /** Null: never. */
  readonly expiresAt: TimestampMicros | null;
  readonly maxSubscriptions: number;
};
