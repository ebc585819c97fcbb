import type { IncomingMessage } from 'node:http';
import { validateServerMessage } from '../wire/validate-message.ts';

/** Longest part of a refusal's body that is read. */
const MAX_BODY_CHARACTERS = 8_192;
/** Longest text of a refusal that is shown. */
const MAX_SHOWN_CHARACTERS = 300;

/** Why a venue let nobody in, and when it may. */
type Refusal = { readonly reason: string; readonly retryAfterMs: number | undefined };

/** Reads what a venue says that lets nobody in; also when it breaks off. */
export function readRefusal(response: IncomingMessage, onRead: (refusal: Refusal) => void): void {
  let body = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    body = (body + chunk).slice(0, MAX_BODY_CHARACTERS);
  });
  response.on('close', () => onRead(refusalFrom(response.statusCode ?? 0, body)));
}

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
