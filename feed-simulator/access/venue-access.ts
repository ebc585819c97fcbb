import type { Clock } from '../../main/core/clock.ts';
import { refusal } from '../server/access-refusal.ts';
import type { AccessRefusal, LimitRefusal } from '../server/access-refusal.ts';
import type { AuditEntry } from '../server/audit-entry.ts';
import type { Counts } from '../server/counts.ts';
import type { Rights } from '../server/rights.ts';
import type { VenueLimits } from '../server/venue-limits.ts';
import type { AccessGate, Admission, Visitor } from './access-gate.ts';
import { tokenOf } from './bearer-token.ts';
import type { BearerFields } from './bearer-token.ts';
import { anonymousRights } from './granted-rights.ts';
import type { IssuedToken, TokenDesk } from './token-desk.ts';

export type VenueAccessOptions = {
  readonly desk: TokenDesk;
  readonly gate: AccessGate;
  readonly limits: Pick<VenueLimits, 'anonymousSubscriptions'>;
  /** False: nobody gets in without a token. */
  readonly isAnonymousAllowed: boolean;
  readonly clock: Clock;
  /** Authentications are counted here by outcome, and their refusals by code. */
  readonly counts: Counts;
  readonly audit?: (entry: AuditEntry) => void;
};

/** Everything a transport asks about who comes in: whose token, with what rights, and whether there is room. */
export class VenueAccess {
  readonly #options: VenueAccessOptions;
  readonly #strangers: Rights;

  constructor(options: VenueAccessOptions) {
    this.#options = options;
    this.#strangers = anonymousRights(options.limits);
  }

  /**
   * The rights of the token a request brought; of a stranger when it brought none. Never rejects. A token that is refused
   * costs its address a request, so that nobody makes the venue verify without end.
   */
  async rightsOf(request: BearerFields, address: string): Promise<Rights | AccessRefusal> {
    const token = tokenOf(request);
    if (token !== null) return this.#verified(token, address);
    if (this.#options.isAnonymousAllowed) return this.#strangers;
    return this.#settled(refusal('TOKEN_REQUIRED', 'this venue lets nobody in without a token'), address);
  }

  /** As `rightsOf`, for a connection that is for reading: SCOPE_MISSING without `market-data`. */
  async readerOf(request: BearerFields, address: string): Promise<Rights | AccessRefusal> {
    return this.#reading(await this.rightsOf(request, address));
  }

  /** The rights that a token presented on an open connection puts in place of those it had. Never rejects. */
  async authenticate(token: string, address: string): Promise<Rights | AccessRefusal> {
    return this.#reading(await this.#verified(token, address));
  }

  /** As the desk: NOT_ENTITLED where the token may not be renewed; TOKEN_REQUIRED where there is none. */
  async refresh(request: BearerFields, address: string): Promise<IssuedToken | AccessRefusal> {
    const { desk, clock, gate } = this.#options;
    const token = tokenOf(request);
    if (token === null) return this.#settled(refusal('TOKEN_REQUIRED', 'expected a token to renew'), address);
    const exhausted = gate.exhausted(address);
    if (exhausted !== null) return exhausted;
    if (typeof token !== 'string') return this.#settled(token, address);
    return this.#settled(await desk.refresh(token, clock.wallMicros()), address);
  }

  admit(visitor: Visitor): Admission | AccessRefusal {
    return this.#options.gate.admit(visitor);
  }

  take(visitor: Visitor): LimitRefusal | null {
    return this.#options.gate.take(visitor);
  }

  async #verified(token: string | AccessRefusal, address: string): Promise<Rights | AccessRefusal> {
    const { desk, clock, gate } = this.#options;
    const exhausted = gate.exhausted(address);
    if (exhausted !== null) return exhausted;
    if (typeof token !== 'string') return this.#settled(token, address);
    return this.#settled(await desk.verify(token, clock.wallMicros()), address);
  }

  #reading(rights: Rights | AccessRefusal): Rights | AccessRefusal {
    if ('type' in rights || rights.scopes.includes('market-data')) return rights;
    this.#options.counts.add('refusals', ['SCOPE_MISSING']);
    return refusal('SCOPE_MISSING', 'expected a token with the scope market-data');
  }

  /** Counts and records the outcome, and lets a refused one pay. */
  #settled<Outcome extends Rights | IssuedToken | AccessRefusal>(outcome: Outcome, address: string): Outcome {
    const { counts, gate, audit } = this.#options;
    const isRefused = 'type' in outcome;
    const label = isRefused ? outcome.code : 'accepted';
    counts.add('authentications', [label]);
    if (isRefused) {
      counts.add('refusals', [label]);
      gate.take({ address, rights: { tokenId: null } });
    }
    const subject = 'subject' in outcome ? outcome.subject : '';
    const tokenId = isRefused ? null : outcome.tokenId;
    audit?.({ event: 'authentication', outcome: label, subject, tokenId, address });
    return outcome;
  }
}
