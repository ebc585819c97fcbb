import type { ConnectionFacts } from './connection.ts';
import type { Rights } from './rights.ts';
import type { VenueErrorCode } from './venue-error-code.ts';

/** A limit over several connections that a request has met. */
export type LimitMet = {
  readonly code: VenueErrorCode;
  readonly message: string;
  readonly retryAfterMs: number;
};

/** Asked before each request; null when it is allowed. */
export type MayMessage = (facts: ConnectionFacts, rights: Rights) => LimitMet | null;
