import { timestampMicros } from '../../main/core/units/timestamp.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import { refusal } from '../server/access-refusal.ts';
import type { AccessRefusal } from '../server/access-refusal.ts';
import { SCOPES } from '../server/rights.ts';
import type { Scope } from '../server/rights.ts';

export const TOKEN_ISSUER = 'touchline-simulator';
export const TOKEN_AUDIENCE = 'touchline-market-data';

export const MAX_SUBJECT_LENGTH = 128;
export const MAX_PATTERNS = 256;
export const INSTRUMENT_PATTERN = /^[A-Z0-9._/*-]{1,64}$/;
const MAX_TOKEN_ID_LENGTH = 64;
/** How far the clock of whoever issued the token may be ahead of the venue's, seconds. */
const MAX_AHEAD_SECONDS = 60;
const MICROS = 1_000_000;
/** Beyond it microseconds are no exact numbers: the year 2255. */
const LAST_SECOND = Math.floor(Number.MAX_SAFE_INTEGER / MICROS);

/** What a token says, PROTOCOL.md section 10. Times are whole seconds since 1970, as in RFC 7519. */
export type TokenClaims = {
  readonly iss: typeof TOKEN_ISSUER;
  readonly aud: typeof TOKEN_AUDIENCE;
  /** Whom it was given to, 1 to 128 characters. */
  readonly sub: string;
  readonly iat: number;
  /** The first second in which it no longer holds. */
  readonly exp: number;
  /** Names the token and every renewal of it, 1 to 64 characters. */
  readonly jti: string;
  /** Names separated by a space, RFC 6749 section 3.3. Names that are no scopes of the venue count for nothing. */
  readonly scope: string;
  /** Patterns of the instruments it may read; missing for all. */
  readonly instruments?: readonly string[];
  /** Renewing ends here; missing for never renewed. */
  readonly refreshUntil?: number;
};

type Unread = Partial<Record<keyof TokenClaims | 'nbf', unknown>>;

/** Judges what stood in a token whose signature is right; claims that are none of these are left out. */
export function readClaims(payload: unknown, nowMicros: TimestampMicros): TokenClaims | AccessRefusal {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
    return refusal('TOKEN_INVALID', 'expected the claims as one JSON object');
  const unread: Unread = payload;
  if (unread.iss !== TOKEN_ISSUER) return refusal('TOKEN_INVALID', `expected the issuer ${TOKEN_ISSUER}`);
  const audiences: readonly unknown[] = Array.isArray(unread.aud) ? unread.aud : [unread.aud];
  if (!audiences.includes(TOKEN_AUDIENCE))
    return refusal('TOKEN_WRONG_AUDIENCE', `expected a token for ${TOKEN_AUDIENCE}`);
  const fault = shapeFault(unread);
  if (fault !== null) return refusal('TOKEN_INVALID', fault);
  const claims = unread as TokenClaims & { readonly nbf?: number };
  return timeFault(claims, nowMicros) ?? knownOnly(claims);
}

function knownOnly({ sub, iat, exp, jti, scope, instruments, refreshUntil }: TokenClaims): TokenClaims {
  return {
    iss: TOKEN_ISSUER,
    aud: TOKEN_AUDIENCE,
    sub,
    iat,
    exp,
    jti,
    scope,
    ...(instruments === undefined ? {} : { instruments }),
    ...(refreshUntil === undefined ? {} : { refreshUntil }),
  };
}

/** The scopes of the venue among those named. */
export function scopesOf({ scope }: TokenClaims): Scope[] {
  const named = scope.split(' ');
  return SCOPES.filter((known) => named.includes(known));
}

export function expiryOf({ exp }: TokenClaims): TimestampMicros {
  return timestampMicros(exp * MICROS);
}

function shapeFault({ sub, jti, scope, instruments, iat, exp, nbf, refreshUntil }: Unread): string | null {
  if (!isText(sub, MAX_SUBJECT_LENGTH))
    return `expected sub as text of 1 to ${MAX_SUBJECT_LENGTH} characters`;
  if (!isText(jti, MAX_TOKEN_ID_LENGTH))
    return `expected jti as text of 1 to ${MAX_TOKEN_ID_LENGTH} characters`;
  if (typeof scope !== 'string') return 'expected scope as text';
  if (instruments !== undefined && !isPatternList(instruments))
    return `expected instruments as a list of 1 to ${MAX_PATTERNS} patterns`;
  if (!isSecond(iat) || !isSecond(exp) || exp <= iat) return 'expected iat and a later exp in whole seconds';
  if (nbf !== undefined && !isSecond(nbf)) return 'expected nbf in whole seconds';
  if (refreshUntil !== undefined && !isSecond(refreshUntil)) return 'expected refreshUntil in whole seconds';
  return null;
}

function timeFault(
  { iat, nbf = iat, exp }: TokenClaims & { readonly nbf?: number },
  nowMicros: TimestampMicros,
): AccessRefusal | null {
  const latestStart = nowMicros + MAX_AHEAD_SECONDS * MICROS;
  if (Math.max(iat, nbf) * MICROS > latestStart)
    return refusal('TOKEN_INVALID', 'the token is not valid yet');
  return nowMicros >= exp * MICROS ? refusal('TOKEN_EXPIRED', 'the token has expired') : null;
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= longest;
}

function isSecond(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= LAST_SECOND;
}

function isPatternList(value: unknown): value is string[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_PATTERNS) return false;
  return value.every((entry) => typeof entry === 'string' && INSTRUMENT_PATTERN.test(entry));
}
