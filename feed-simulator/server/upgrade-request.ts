import { SUB_PROTOCOLS, codecOfSubProtocol } from '../../main/wire/codec.ts';
import type { CodecName } from '../../main/wire/codec.ts';

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
