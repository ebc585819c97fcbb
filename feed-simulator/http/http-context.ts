import type { Clock } from '../../main/core/clock.ts';
import type { VenueAccess } from '../access/venue-access.ts';
import type { AuditEntry } from '../server/audit-entry.ts';
import type { Connection, OutgoingGate } from '../server/connection.ts';
import type { Counts } from '../server/counts.ts';
import type { Rights } from '../server/rights.ts';
import type { VenueLimits } from '../server/venue-limits.ts';
import type { ServedVenue } from './served-venue.ts';

/** Somebody at the door: the address without port, and what the token allows. */
export type Caller = { readonly address: string; readonly rights: Rights };

/** Who may come in, how often and how many at once. */
export type HttpAccess = Pick<VenueAccess, 'rightsOf' | 'admit' | 'take' | 'refresh'>;

/** What the routes share. */
export type HttpContext = {
  /** A function: a venue that restarts is another one, under another epoch. */
  readonly venue: () => ServedVenue;
  /** True between two runs: who asks for market data is cut off, as by a machine that starts anew. Never when left out. */
  readonly isDown?: () => boolean;
  readonly access: HttpAccess;
  readonly limits: VenueLimits;
  readonly counts: Counts;
  readonly clock: Clock;
  /** Faults of one connection; null when none can be switched on. */
  readonly gateFor: ((connection: Connection) => OutgoingGate) | null;
  /** Counts the connections of this run of the simulator, by whatever transport. */
  readonly nextConnectionNumber: () => number;
  readonly audit: (entry: AuditEntry) => void;
};
