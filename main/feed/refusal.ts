import { validateServerMessage } from '../wire/validate-message.ts';

/** Longest text of a refusal that is shown. */
const MAX_SHOWN_CHARACTERS = 300;

/** Why a venue let nobody in, and when it may. */
type Refusal = { readonly reason: string; readonly retryAfterMs: number | undefined };

/**
 * What the HTTP answer to a refused upgrade says (PROTOCOL.md section 1): an `error` message as JSON, or a line of text.
 *
 * @param body as far as it was read
 */
export function refusalFrom(status: number, body: string): Refusal {
  const message = validateServerMessage(jsonFrom(body));
  const isError = message.type === 'error';
  const text = isError ? `${message.code}, ${message.message}` : body.trim();
  const shown = text.slice(0, MAX_SHOWN_CHARACTERS).toWellFormed();
  return {
    reason: `refused with HTTP ${status}: ${shown}`,
    retryAfterMs: isError ? message.retryAfterMs : undefined,
  };
}

function jsonFrom(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // a line of text, or a page of some proxy: shown as it is
  }
}
