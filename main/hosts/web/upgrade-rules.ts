import {
  TERMINAL_SOCKET_PATH,
  TERMINAL_SUB_PROTOCOL,
  TOKEN_SUB_PROTOCOL_PREFIX,
} from '../../contract/socket-messages.ts';
import { tokensMatch } from './window-token.ts';

/** The headers that decide, as they came. */
export type RequestOrigin = {
  readonly url: string | undefined;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly protocols: string | undefined;
};

export type UpgradeVerdict =
  | { readonly kind: 'welcome' }
  /** The handshake is completed and closed at once with 4401: a browser shows a page no HTTP status of a WebSocket. */
  | { readonly kind: 'denied' }
  | { readonly kind: 'refused'; readonly status: 400 | 403 | 404 | 421; readonly reason: string };

/**
 * Whether the Host header names this server by a loopback name. Anything else means that a foreign name was made to
 * point at 127.0.0.1 (DNS rebinding), and the page behind it is not ours.
 */
export function isOwnHost(host: string | undefined, port: number): boolean {
  // Clients leave the port out of the header when it is the scheme's own.
  const suffix = port === 80 ? '' : `:${port}`;
  return host === `127.0.0.1${suffix}` || host === `localhost${suffix}`;
}

/** Judges one WebSocket upgrade: whose name, whose page, what for, and with which token, in this order. */
export function judgeUpgrade(request: RequestOrigin, port: number, token: string): UpgradeVerdict {
  if (!isOwnHost(request.host, port)) return refused(421, 'expected this host by its loopback name');
  if (request.url !== TERMINAL_SOCKET_PATH) return refused(404, `expected ${TERMINAL_SOCKET_PATH}`);
  // Browsers always send Origin with a WebSocket and pages cannot set it; a missing one is no page of ours.
  if (request.origin !== `http://${request.host}`) return refused(403, 'expected the Origin of this host');
  const offered = (request.protocols ?? '').split(',').map((name) => name.trim());
  if (!offered.includes(TERMINAL_SUB_PROTOCOL))
    return refused(400, `expected sub-protocol ${TERMINAL_SUB_PROTOCOL}`);
  const tokens = offered.filter((name) => name.startsWith(TOKEN_SUB_PROTOCOL_PREFIX));
  const [only] = tokens;
  if (only === undefined || tokens.length > 1) return { kind: 'denied' };
  return tokensMatch(only.slice(TOKEN_SUB_PROTOCOL_PREFIX.length), token)
    ? { kind: 'welcome' }
    : { kind: 'denied' };
}

function refused(status: 400 | 403 | 404 | 421, reason: string): UpgradeVerdict {
  return { kind: 'refused', status, reason };
}
