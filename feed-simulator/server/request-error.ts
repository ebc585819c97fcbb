import type { VenueError } from '../../main/core/market-data/market-event.ts';
import type { VenueErrorCode } from './venue-error-code.ts';

/**
 * @param id the request refused, 0 when it could not be read
 * @param retryAfterMs for a limit: when asking again makes sense
 */
export function requestError(
  id: number,
  code: VenueErrorCode,
  message: string,
  retryAfterMs?: number,
): VenueError {
  const error = { type: 'error', id, code, message } as const;
  return retryAfterMs === undefined ? error : { ...error, retryAfterMs };
}
