import type { VenueError } from '../../main/core/market-data/market-event.ts';
import type { FaultProblem } from '../faults/fault-problem.ts';
import { HTTP_STATUS, refusalHeaders } from '../server/http-refusal.ts';
import type { VenueErrorCode } from '../server/venue-error-code.ts';

/** Codes of the venue, and those that only HTTP has. */
export type HttpErrorCode =
  | VenueErrorCode
  | FaultProblem['code']
  | 'UNKNOWN_PATH'
  | 'METHOD_NOT_ALLOWED'
  /** The venue's own fault; the message says no more. */
  | 'INTERNAL';

/** Why a request is refused: what its answer says, in the words of the protocol. */
export type HttpRefusal = {
  readonly code: HttpErrorCode;
  readonly message: string;
  readonly retryAfterMs?: number;
};

export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Omit<VenueError, 'code'> & { readonly code: HttpErrorCode };
};

const STATUS: Record<HttpErrorCode, number> = {
  ...HTTP_STATUS,
  BAD_FAULT: 400,
  BAD_SCENARIO: 400,
  BAD_REGIME: 400,
  UNKNOWN_PATH: 404,
  UNKNOWN_FAULT: 404,
  UNKNOWN_SCENARIO: 404,
  METHOD_NOT_ALLOWED: 405,
  OUT_OF_TRADING: 409,
  TOO_MANY_FAULTS: 429,
  INTERNAL: 500,
};

const MAX_MESSAGE_LENGTH = 1_024;

/** The answer to a refused request: the `error` message of the protocol, and what HTTP says beside it. */
export function errorAnswer({ code, message, retryAfterMs }: HttpRefusal): HttpAnswer {
  const status = STATUS[code];
  const headers = refusalHeaders(status, retryAfterMs === undefined ? { code } : { code, retryAfterMs });
  const body = { type: 'error', id: 0, code, message: message.slice(0, MAX_MESSAGE_LENGTH) } as const;
  return { status, headers, body: retryAfterMs === undefined ? body : { ...body, retryAfterMs } };
}
