import type { VenueErrorCode } from './venue-error-code.ts';

/** The HTTP status of a refusal, whatever transport it meets: a request, or an upgrade to a WebSocket. */
export const HTTP_STATUS: Record<VenueErrorCode, number> = {
  BAD_MESSAGE: 400,
  UNKNOWN_TYPE: 400,
  BAD_RANGE: 400,
  SEQUENCE_TOO_OLD: 400,
  SEQUENCE_AHEAD: 400,
  TOO_MANY_BAD_MESSAGES: 400,
  TOKEN_REQUIRED: 401,
  TOKEN_INVALID: 401,
  TOKEN_EXPIRED: 401,
  TOKEN_WRONG_AUDIENCE: 401,
  SCOPE_MISSING: 403,
  NOT_ENTITLED: 403,
  UNKNOWN_INSTRUMENT: 404,
  UNKNOWN_SUBSCRIPTION: 404,
  SUBSCRIBE_DEADLINE: 408,
  MESSAGE_TOO_BIG: 413,
  TOO_MANY_SUBSCRIPTIONS: 429,
  RATE_LIMITED: 429,
  ADDRESS_RATE_LIMITED: 429,
  TOKEN_RATE_LIMITED: 429,
  ADDRESS_CONNECTION_LIMIT: 429,
  TOKEN_CONNECTION_LIMIT: 429,
  CONNECT_RATE_LIMITED: 429,
  SLOW_READER: 429,
  VENUE_CONNECTION_LIMIT: 503,
};

/** What HTTP says beside the `error` message: when to come back, and that a token is asked for. */
export function refusalHeaders(
  status: number,
  { code, retryAfterMs }: { readonly code: string; readonly retryAfterMs?: number },
): Record<string, string> {
  const headers: Record<string, string> = {};
  if (retryAfterMs !== undefined)
    headers['retry-after'] = String(Math.max(1, Math.ceil(retryAfterMs / 1_000)));
  // RFC 6750 section 3: no error code where no token came.
  if (status === 401)
    headers['www-authenticate'] = code === 'TOKEN_REQUIRED' ? 'Bearer' : 'Bearer error="invalid_token"';
  if (code === 'SCOPE_MISSING') headers['www-authenticate'] = 'Bearer error="insufficient_scope"';
  return headers;
}
