import type { VenueErrorCode } from './venue-error-code.ts';

/** Why a client may not do what it asked for; `code` and `message` go into its `error`. */
export type AccessRefusal = {
  readonly type: 'refused';
  readonly code: VenueErrorCode;
  readonly message: string;
  /** Of a limit: when asking again makes sense. */
  readonly retryAfterMs?: number;
};

/** Of a limit: when asking again makes sense is always said. */
export type LimitRefusal = AccessRefusal & { readonly retryAfterMs: number };

export function refusal(code: VenueErrorCode, message: string): AccessRefusal {
  return { type: 'refused', code, message };
}
