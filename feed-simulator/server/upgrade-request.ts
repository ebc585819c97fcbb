import { SUB_PROTOCOLS, codecOfSubProtocol } from '../../main/wire/codec.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import type { AccessRefusal } from './access-refusal.ts';
import { HTTP_STATUS, refusalHeaders } from './http-refusal.ts';
import { requestError } from './request-error.ts';

export const VENUE_PATH = '/v1';

/** Whether a request line names the venue; a query is ignored. */
export function isVenuePath(url: string | undefined): boolean {
  return url?.split('?', 1)[0] === VENUE_PATH;
}

/** What becomes of a request to open a WebSocket: a codec, or an HTTP status and the reason as body. */
type UpgradeVerdict =
  | { readonly kind: 'accepted'; readonly codec: CodecName; readonly subProtocol: string }
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string };

/**
 * Judges an upgrade by PROTOCOL.md section 1.
 *
 * @param url as in the request line; a query is ignored
 * @param offered the header Sec-WebSocket-Protocol as it came
 */
export function judgeUpgrade(url: string | undefined, offered: string | undefined): UpgradeVerdict {
  if (!isVenuePath(url))
    return { kind: 'refused', status: 404, reason: `nothing here: the venue is at ${VENUE_PATH}` };
  const names = (offered ?? '').split(',').map((name) => name.trim());
  for (const subProtocol of names) {
    const codec = codecOfSubProtocol(subProtocol);
    if (codec !== null) return { kind: 'accepted', codec, subProtocol };
  }
  const list = names.filter((name) => name !== '').join(', ') || 'none';
  const supported = Object.values(SUB_PROTOCOLS).join(', ');
  const reason = `no sub-protocol in common: offered ${list}, supported ${supported}`;
  return { kind: 'refused', status: 400, reason };
}

/** Every `access_token` of the query, decoded: where headers cannot be set, the token stands there. */
export function queryTokens(url: string | undefined): string[] {
  const query = (url ?? '').split('?').slice(1).join('?');
  return new URLSearchParams(query).getAll('access_token');
}

/** An address as limits and logs know it: an IPv4 address mapped into IPv6 is the IPv4 address. */
export function plainAddress(remote: string | undefined): string {
  return (remote ?? 'unknown').replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}

const STATUS_TEXT: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

/** A whole HTTP answer that refuses an upgrade with one line of text. */
export function plainRefusal(status: number, reason: string): string {
  return answerText(status, { 'Content-Type': 'text/plain; charset=utf-8' }, `${reason}\n`);
}

/** A whole HTTP answer that refuses an upgrade with the `error` message of the protocol. */
export function errorRefusal(refusal: AccessRefusal): string {
  const { code, message, retryAfterMs } = refusal;
  const status = HTTP_STATUS[code];
  const headers = { ...refusalHeaders(status, refusal), 'Content-Type': 'application/json; charset=utf-8' };
  return answerText(status, headers, `${JSON.stringify(requestError(0, code, message, retryAfterMs))}\n`);
}

function answerText(status: number, headers: Readonly<Record<string, string>>, body: string): string {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_TEXT[status] ?? 'Refused'}`,
    'Connection: close',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
