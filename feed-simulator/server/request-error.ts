import type { VenueError } from '../../main/core/market-data/market-event.ts';

/** Codes of `error`, PROTOCOL.md section 9. Stable. */
export type RequestErrorCode =
  | 'BAD_MESSAGE'
  | 'UNKNOWN_TYPE'
  | 'UNKNOWN_INSTRUMENT'
  | 'UNKNOWN_SUBSCRIPTION'
  | 'TOO_MANY_SUBSCRIPTIONS'
  | 'SEQUENCE_TOO_OLD'
  | 'SEQUENCE_AHEAD'
  | 'BAD_RANGE'
  | 'RATE_LIMITED';

/** @param id the request refused, 0 when it could not be read */
export function requestError(id: number, code: RequestErrorCode, message: string): VenueError {
  return { type: 'error', id, code, message };
}
