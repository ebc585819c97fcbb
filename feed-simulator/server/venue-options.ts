import type { Clock } from '../../main/core/clock.ts';
import type { Epoch } from '../../main/core/market-data/market-event.ts';
import type { AuditEntry } from './audit-entry.ts';
import { refusal } from './access-refusal.ts';
import type { AccessRefusal } from './access-refusal.ts';
import type { Connection, ConnectionFacts, OutgoingGate } from './connection.ts';
import type { Counts } from './counts.ts';
import type { VenueMarket } from './published-market.ts';
import type { Rights } from './rights.ts';
import type { MayMessage } from './request-limit.ts';
import type { TradeRing } from './trade-ring.ts';
import type { VenueLimits } from './venue-limits.ts';

export type VenueOptions = {
  readonly name: string;
  /** Names this run of the venue. */
  readonly epoch: Epoch;
  readonly market: VenueMarket;
  readonly clock: Clock;
  /** The trades made before opening, one ring per instrument; empty ones when left out. */
  readonly history?: readonly TradeRing[];
  readonly limits?: VenueLimits;
  readonly counts?: Counts;
  /** Judges the token of an `authenticate`; without it none is accepted. Must not reject. */
  readonly authenticate?: (token: string, facts: ConnectionFacts) => Promise<Rights | AccessRefusal>;
  /** What stands between the venue and each connection; without it nothing does. */
  readonly gates?: (facts: ConnectionFacts, connection: Connection) => OutgoingGate;
  /** Milliseconds over which `going-away` spreads the clients; 2,000 when left out. */
  readonly spreadMs?: number;
  /** 0 to below 1; moves the whole spread a little, so that two departures differ. 0 when left out. */
  readonly random?: () => number;
  /** Limits over several connections, asked before each request. */
  readonly mayMessage?: MayMessage;
  readonly audit?: (entry: AuditEntry) => void;
};

/** What a client may do where nobody says otherwise: read everything, within the limits. */
export function openRights({ subscriptions }: VenueLimits): Rights {
  return {
    subject: '',
    tokenId: null,
    scopes: ['market-data'],
    instruments: ['*'],
    mayRead: () => true,
    expiresAt: null,
    maxSubscriptions: subscriptions,
  };
}

export function refuseTokens(): Promise<AccessRefusal> {
  return Promise.resolve(refusal('TOKEN_INVALID', 'this venue accepts no tokens'));
}
