import { CompactSign, base64url } from 'jose';
import { anonymousRights } from '../../../feed-simulator/access/granted-rights.ts';
import { TokenDesk } from '../../../feed-simulator/access/token-desk.ts';
import type { TokenGrant } from '../../../feed-simulator/access/token-desk.ts';
import { TOKEN_ALGORITHM, newKeyJwk, tokenKeyOf } from '../../../feed-simulator/access/token-key.ts';
import type { TokenKey } from '../../../feed-simulator/access/token-key.ts';
import { DEFAULT_LIMITS } from '../../../feed-simulator/server/venue-limits.ts';
import { CLOCK_START_MS, ManualClock } from '../../support/manual-clock.ts';

export const STRANGER = anonymousRights(DEFAULT_LIMITS);
/** Seconds since 1970 at the start of every manual clock. */
export const NOW_SECONDS = CLOCK_START_MS / 1_000;

export const GRANT: TokenGrant = {
  subject: 'amy',
  scopes: ['market-data'],
  instruments: ['BTC-*', 'ETH-USD'],
  lifeSeconds: 900,
  refreshForSeconds: 3_600,
};

/** The claims of a token that is right at the start of a manual clock. */
export const CLAIMS: Readonly<Record<string, unknown>> = {
  iss: 'touchline-simulator',
  aud: 'touchline-market-data',
  sub: 'amy',
  iat: NOW_SECONDS,
  exp: NOW_SECONDS + 900,
  jti: 'made-elsewhere',
  scope: 'market-data',
};

export async function newKey(): Promise<TokenKey> {
  const key = await tokenKeyOf(await newKeyJwk());
  if (key === null) throw new Error('expected a new key to be a key');
  return key;
}

/** A desk with a key of its own, a clock, and a forger who has the key and may write what he likes. */
export class TokenRig {
  readonly clock = new ManualClock();
  readonly key: TokenKey;
  readonly desk: TokenDesk;
  #issued = 0;

  constructor(key: TokenKey) {
    this.key = key;
    const newTokenId = (): string => `token-${(this.#issued += 1)}`;
    this.desk = new TokenDesk({ key, limits: DEFAULT_LIMITS, newTokenId });
  }

  async issue(grant: Partial<TokenGrant> = {}): Promise<string> {
    return (await this.desk.issue({ ...GRANT, ...grant }, this.clock.wallMicros())).token;
  }

  async verify(token: string): ReturnType<TokenDesk['verify']> {
    return this.desk.verify(token, this.clock.wallMicros());
  }

  /** Signed by the right key, whatever it says. */
  async signed(payload: unknown, header: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
    return new CompactSign(new TextEncoder().encode(text))
      .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid: this.key.id, ...header })
      .sign(this.key.privateKey);
  }
}

/** A token put together by hand. */
export function tokenText(header: unknown, payload: unknown, signature: Uint8Array): string {
  const parts = [JSON.stringify(header), JSON.stringify(payload), signature];
  return parts.map((part) => base64url.encode(part)).join('.');
}
