import type { Clock } from '../../main/core/clock.ts';
import type { AccessRefusal, LimitRefusal } from '../server/access-refusal.ts';
import type { Counts } from '../server/counts.ts';
import type { Rights } from '../server/rights.ts';
import type { VenueErrorCode } from '../server/venue-error-code.ts';
import type { VenueLimits } from '../server/venue-limits.ts';
import { BucketTable } from './bucket-table.ts';
import { limitAddress } from './limit-address.ts';

/** Addresses and tokens remembered for each limit, about 200 bytes each. */
const MAX_ENTRIES = 10_000;
/** Nobody knows when a connection ends; a client that comes back after this is no burden. */
const CONNECTION_RETRY_MS = 5_000;
/** The most the protocol can say. */
const MAX_RETRY_MS = 3_600_000;

/** Who asks: the address without port, and what the token allows. */
export type Visitor = { readonly address: string; readonly rights: Pick<Rights, 'tokenId'> };

/** A place among the connections; to be given back once, a second time changes nothing. */
export type Admission = { readonly type: 'admission'; release(): void };

type GateLimits = Pick<
  VenueLimits,
  | 'connections'
  | 'connectionsPerAddress'
  | 'connectionsPerToken'
  | 'connectBurst'
  | 'connectsPerSecond'
  | 'addressBurst'
  | 'addressPerSecond'
  | 'tokenBurst'
  | 'tokenPerSecond'
>;

export type AccessGateOptions = {
  readonly limits: GateLimits;
  readonly clock: Clock;
  /** Refusals are counted here by code. */
  readonly counts: Counts;
  /** 10,000 when left out. */
  readonly maxEntries?: number;
};

/** How many may come in at once, how quickly, and how often they may ask: the limits over all connections of one client. */
export class AccessGate {
  readonly #options: AccessGateOptions;
  readonly #connects: BucketTable;
  readonly #connectsOfToken: BucketTable;
  readonly #ofAddress: BucketTable;
  readonly #ofToken: BucketTable;
  /** Connections open, by address and by token; an entry lasts while its count is above 0. */
  readonly #openOfAddress = new Map<string, number>();
  readonly #openOfToken = new Map<string, number>();
  #open = 0;

  constructor(options: AccessGateOptions) {
    const { limits, maxEntries = MAX_ENTRIES } = options;
    const table = (capacity: number, perSecond: number): BucketTable =>
      new BucketTable({ capacity, perSecond, maxEntries });
    this.#options = options;
    this.#connects = table(limits.connectBurst, limits.connectsPerSecond);
    this.#connectsOfToken = table(limits.connectBurst, limits.connectsPerSecond);
    this.#ofAddress = table(limits.addressBurst, limits.addressPerSecond);
    this.#ofToken = table(limits.tokenBurst, limits.tokenPerSecond);
  }

  /** Connections admitted and not given back. */
  get openConnections(): number {
    return this.#open;
  }

  /** A place for one more connection. An attempt counts towards the rate of its address and token whatever becomes of it. */
  admit({ address, rights }: Visitor): Admission | AccessRefusal {
    const from = limitAddress(address);
    const waitMs = this.#connects.take(from, this.#nowMs);
    if (waitMs > 0)
      return this.#refuse('CONNECT_RATE_LIMITED', 'too many connections opened from this address', waitMs);
    const tokenWaitMs = rights.tokenId === null ? 0 : this.#connectsOfToken.take(rights.tokenId, this.#nowMs);
    if (tokenWaitMs > 0)
      return this.#refuse(
        'CONNECT_RATE_LIMITED',
        'too many connections opened under this token',
        tokenWaitMs,
      );
    const refused = this.#full(from, rights.tokenId);
    if (refused !== null) return refused;
    this.#open += 1;
    addTo(this.#openOfAddress, from, 1);
    if (rights.tokenId !== null) addTo(this.#openOfToken, rights.tokenId, 1);
    return { type: 'admission', release: this.#releaseOnce(from, rights.tokenId) };
  }

  /** One client message or HTTP request: null when it is allowed. */
  take({ address, rights }: Visitor): LimitRefusal | null {
    const nowMs = this.#nowMs;
    const addressWaitMs = this.#ofAddress.take(limitAddress(address), nowMs);
    if (addressWaitMs > 0) return this.#refuseAddress(addressWaitMs);
    const tokenWaitMs = rights.tokenId === null ? 0 : this.#ofToken.take(rights.tokenId, nowMs);
    if (tokenWaitMs === 0) return null;
    return this.#refuse('TOKEN_RATE_LIMITED', 'too many requests under this token', tokenWaitMs);
  }

  /** A refusal when the address has nothing left to take, else null; takes nothing. For what must be paid for later. */
  exhausted(address: string): AccessRefusal | null {
    const waitMs = this.#ofAddress.waitMs(limitAddress(address), this.#nowMs);
    return waitMs > 0 ? this.#refuseAddress(waitMs) : null;
  }

  #full(from: string, tokenId: string | null): AccessRefusal | null {
    const { connections, connectionsPerAddress, connectionsPerToken } = this.#options.limits;
    if (this.#open >= connections)
      return this.#refuse('VENUE_CONNECTION_LIMIT', `the venue takes ${connections} connections at once`);
    if ((this.#openOfAddress.get(from) ?? 0) >= connectionsPerAddress)
      return this.#refuse(
        'ADDRESS_CONNECTION_LIMIT',
        `an address may have ${connectionsPerAddress} connections at once`,
      );
    if (tokenId === null || (this.#openOfToken.get(tokenId) ?? 0) < connectionsPerToken) return null;
    return this.#refuse(
      'TOKEN_CONNECTION_LIMIT',
      `a token may have ${connectionsPerToken} connections at once`,
    );
  }

  #releaseOnce(from: string, tokenId: string | null): () => void {
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#open -= 1;
      addTo(this.#openOfAddress, from, -1);
      if (tokenId !== null) addTo(this.#openOfToken, tokenId, -1);
    };
  }

  #refuseAddress(waitMs: number): LimitRefusal {
    return this.#refuse('ADDRESS_RATE_LIMITED', 'too many requests from this address', waitMs);
  }

  #refuse(code: VenueErrorCode, message: string, waitMs = CONNECTION_RETRY_MS): LimitRefusal {
    this.#options.counts.add('refusals', [code]);
    const retryAfterMs = Math.min(MAX_RETRY_MS, Math.max(1, Math.ceil(waitMs)));
    return { type: 'refused', code, message, retryAfterMs };
  }

  get #nowMs(): number {
    return this.#options.clock.monotonicMs();
  }
}

function addTo(open: Map<string, number>, key: string, change: number): void {
  const count = (open.get(key) ?? 0) + change;
  if (count > 0) open.set(key, count);
  else open.delete(key);
}
