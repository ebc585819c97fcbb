import { limitAddress } from '../access/limit-address.ts';
import type { VenueLimits } from '../server/venue-limits.ts';
import type { HttpRefusal } from './http-error.ts';

/** When a place is likely to be free again. */
const RETRY_AFTER_MS = 1_000;

/** Requests that stay open for a while, polls that wait and histories that are read, bounded as connections are. */
export class OpenRequests {
  readonly #limits: Pick<VenueLimits, 'connections' | 'connectionsPerAddress'>;
  readonly #byAddress = new Map<string, number>();
  #count = 0;

  constructor(limits: Pick<VenueLimits, 'connections' | 'connectionsPerAddress'>) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#count;
  }

  /** A place for one request; `release` gives it back, once. */
  open(address: string): { release(): void } | HttpRefusal {
    const { connections, connectionsPerAddress } = this.#limits;
    if (this.#count >= connections)
      return refused('VENUE_CONNECTION_LIMIT', `the venue serves at most ${connections} open requests`);
    const from = limitAddress(address);
    const ofAddress = this.#byAddress.get(from) ?? 0;
    if (ofAddress >= connectionsPerAddress)
      return refused('ADDRESS_CONNECTION_LIMIT', `at most ${connectionsPerAddress} open requests an address`);
    this.#count += 1;
    this.#byAddress.set(from, ofAddress + 1);
    let isOpen = true;
    return {
      release: () => {
        if (!isOpen) return;
        isOpen = false;
        this.#close(from);
      },
    };
  }

  #close(from: string): void {
    this.#count -= 1;
    const left = (this.#byAddress.get(from) ?? 1) - 1;
    if (left === 0) this.#byAddress.delete(from);
    else this.#byAddress.set(from, left);
  }
}

function refused(code: 'VENUE_CONNECTION_LIMIT' | 'ADDRESS_CONNECTION_LIMIT', message: string): HttpRefusal {
  return { code, message, retryAfterMs: RETRY_AFTER_MS };
}
