import { refusal } from '../server/access-refusal.ts';
import type { AccessRefusal } from '../server/access-refusal.ts';
import { MAX_TOKEN_LENGTH } from './token-desk.ts';

const BEARER = /^Bearer +(\S+) *$/i;
const TOKEN_TEXT = /^[A-Za-z0-9_.-]+$/;

/** The places a token may stand in, as they came: RFC 6750 sections 2.1 and 2.3. */
export type BearerFields = {
  readonly authorization?: string | undefined;
  /** Every `access_token` of the query, or the one there is. */
  readonly queryTokens?: readonly string[];
  readonly queryToken?: string | undefined;
};

/**
 * The token of a request; null when it has none. Whoever sends something that is no token is refused, never taken for
 * somebody without one: TOKEN_INVALID.
 */
export function tokenOf(request: BearerFields): string | null | AccessRefusal {
  const { authorization, queryToken, queryTokens = [] } = request;
  const ofQuery = queryToken === undefined ? queryTokens : [queryToken, ...queryTokens];
  if (ofQuery.length + (authorization === undefined ? 0 : 1) > 1)
    return refusal('TOKEN_INVALID', 'expected one token, received several');
  if (authorization === undefined) return ofQuery[0] === undefined ? null : checked(ofQuery[0]);
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) return refusal('TOKEN_INVALID', 'expected Authorization: Bearer and a token');
  return checked(token);
}

function checked(token: string): string | AccessRefusal {
  if (token.length > MAX_TOKEN_LENGTH)
    return refusal('TOKEN_INVALID', `expected a token of at most ${MAX_TOKEN_LENGTH} characters`);
  return TOKEN_TEXT.test(token) ? token : refusal('TOKEN_INVALID', 'expected a signed JSON Web Token');
}
