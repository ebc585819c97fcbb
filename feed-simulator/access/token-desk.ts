import { CompactSign, compactVerify, decodeProtectedHeader } from 'jose';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import { refusal } from '../server/access-refusal.ts';
import type { AccessRefusal } from '../server/access-refusal.ts';
import type { Rights, Scope } from '../server/rights.ts';
import type { VenueLimits } from '../server/venue-limits.ts';
import { rightsFrom } from './granted-rights.ts';
import { RevokedTokens } from './revoked-tokens.ts';
import { TOKEN_AUDIENCE, TOKEN_ISSUER, expiryOf, readClaims } from './token-claims.ts';
import type { TokenClaims } from './token-claims.ts';
import { TOKEN_ALGORITHM } from './token-key.ts';
import type { TokenKey } from './token-key.ts';

/** An `authenticate` with a longer one would be no message any more: PROTOCOL.md section 5. */
export const MAX_TOKEN_LENGTH = 4_000;
const MAX_REVOKED = 10_000;
const MICROS = 1_000_000;

/** What a new token is to say. */
export type TokenGrant = {
  /** 1 to 128 characters. */
  readonly subject: string;
  readonly scopes: readonly Scope[];
  /** Patterns; null for all instruments. */
  readonly instruments: readonly string[] | null;
  /** Whole seconds, at least 1. */
  readonly lifeSeconds: number;
  /** Whole seconds from now in which it can be renewed; 0 for never. */
  readonly refreshForSeconds: number;
};

export type IssuedToken = {
  readonly token: string;
  readonly tokenId: string;
  readonly expiresAt: TimestampMicros;
};

export type TokenDeskOptions = {
  readonly key: TokenKey;
  readonly limits: Pick<VenueLimits, 'subscriptions'>;
  /** A new unguessable name for a token, up to 64 characters. */
  readonly newTokenId: () => string;
};

/** Issues, verifies and renews the venue's tokens, PROTOCOL.md section 10: JWTs signed with Ed25519 and nothing else. */
export class TokenDesk {
  readonly #key: TokenKey;
  readonly #limits: Pick<VenueLimits, 'subscriptions'>;
  readonly #newTokenId: () => string;
  readonly #revoked = new RevokedTokens(MAX_REVOKED);

  constructor({ key, limits, newTokenId }: TokenDeskOptions) {
    this.#key = key;
    this.#limits = limits;
    this.#newTokenId = newTokenId;
  }

  /** @throws RangeError for a grant that makes no token this desk would accept, or one over 4,000 characters */
  async issue(grant: TokenGrant, nowMicros: TimestampMicros): Promise<IssuedToken> {
    const iat = Math.floor(nowMicros / MICROS);
    return this.#sign(
      {
        iss: TOKEN_ISSUER,
        aud: TOKEN_AUDIENCE,
        sub: grant.subject,
        iat,
        exp: iat + grant.lifeSeconds,
        jti: this.#newTokenId(),
        scope: grant.scopes.join(' '),
        ...(grant.instruments === null ? {} : { instruments: grant.instruments }),
        ...(grant.refreshForSeconds === 0 ? {} : { refreshUntil: iat + grant.refreshForSeconds }),
      },
      nowMicros,
    );
  }

  /**
   * What the token allows. Never rejects, whatever the text.
   *
   * @returns TOKEN_INVALID, TOKEN_WRONG_AUDIENCE, TOKEN_EXPIRED, or SCOPE_MISSING when it has no scope of the venue
   */
  async verify(token: string, nowMicros: TimestampMicros): Promise<Rights | AccessRefusal> {
    const claims = await this.#claimsOf(token, nowMicros);
    if ('type' in claims) return claims;
    const rights = rightsFrom(claims, this.#limits);
    if (rights.scopes.length === 0) return refusal('SCOPE_MISSING', 'the token has no scope of this venue');
    return rights;
  }

  /**
   * The same claims with a new life of the same length, which ends at `refreshUntil` at the latest. The `jti` stays:
   * limits and a revocation hold over all renewals.
   *
   * @returns NOT_ENTITLED when the token may not be renewed or no longer, else as `verify`
   */
  async refresh(token: string, nowMicros: TimestampMicros): Promise<IssuedToken | AccessRefusal> {
    const claims = await this.#claimsOf(token, nowMicros);
    if ('type' in claims) return claims;
    const { iat, exp, refreshUntil } = claims;
    if (refreshUntil === undefined) return refusal('NOT_ENTITLED', 'this token may not be renewed');
    if (nowMicros >= refreshUntil * MICROS)
      return refusal('NOT_ENTITLED', 'this token may no longer be renewed');
    const from = Math.floor(nowMicros / MICROS);
    return this.#sign({ ...claims, iat: from, exp: Math.min(from + exp - iat, refreshUntil) }, nowMicros);
  }

  /**
   * Refuses the token and its renewals from now on, for this run of the venue; a connection that was let in with it stays
   * until the token expires. False when 10,000 are revoked already: then only a new key helps.
   */
  revoke(tokenId: string): boolean {
    return this.#revoked.add(tokenId);
  }

  async #claimsOf(token: string, nowMicros: TimestampMicros): Promise<TokenClaims | AccessRefusal> {
    if (token.length > MAX_TOKEN_LENGTH)
      return refusal('TOKEN_INVALID', `expected a token of at most ${MAX_TOKEN_LENGTH} characters`);
    const signed = await this.#signedText(token);
    if (typeof signed !== 'string') return signed;
    const claims = readClaims(parsed(signed), nowMicros);
    if ('type' in claims) return claims;
    return this.#revoked.has(claims.jti) ? refusal('TOKEN_INVALID', 'the token was revoked') : claims;
  }

  /** What was signed, once the signature is proved to be of this desk's key. */
  async #signedText(token: string): Promise<string | AccessRefusal> {
    const header = headerOf(token);
    if (header === null) return refusal('TOKEN_INVALID', 'expected a signed JSON Web Token');
    // Judged before any key is touched: the head is the sender's claim, the algorithm is the venue's choice.
    if (header.alg !== TOKEN_ALGORITHM)
      return refusal('TOKEN_INVALID', `expected a token signed with ${TOKEN_ALGORITHM}`);
    if (header.kid !== this.#key.id)
      return refusal('TOKEN_INVALID', "the token was signed with another key than this venue's");
    try {
      const { payload } = await compactVerify(token, this.#key.publicKey, { algorithms: [TOKEN_ALGORITHM] });
      return new TextDecoder().decode(payload);
    } catch {
      return refusal('TOKEN_INVALID', 'the signature of the token is not right');
    }
  }

  async #sign(claims: TokenClaims, nowMicros: TimestampMicros): Promise<IssuedToken> {
    const judged = readClaims(claims, nowMicros);
    if ('type' in judged) throw new RangeError(`this makes no token: ${judged.message}`);
    const token = await new CompactSign(new TextEncoder().encode(JSON.stringify(judged)))
      .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid: this.#key.id, typ: 'JWT' })
      .sign(this.#key.privateKey);
    if (token.length > MAX_TOKEN_LENGTH)
      throw new RangeError(`expected a token of at most ${MAX_TOKEN_LENGTH} characters`);
    return { token, tokenId: judged.jti, expiresAt: expiryOf(judged) };
  }
}

function headerOf(token: string): { readonly alg?: unknown; readonly kid?: unknown } | null {
  try {
    return decodeProtectedHeader(token);
  } catch {
    return null;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The key signed something that is no token; the claims are then judged missing.
    return null;
  }
}
