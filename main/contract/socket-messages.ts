import type { PushChannel } from './terminal-api.ts';
import type { TerminalErrorCode } from './terminal-error.ts';

/**
 * Where the web host carries the contract: a WebSocket for the page and one for its painting worker, at this path of the
 * page's own origin.
 */
export const TERMINAL_SOCKET_PATH = '/terminal';
export const TERMINAL_SUB_PROTOCOL = 'touchline.terminal.v1';
/** The token of this start is offered as a second sub-protocol: the one field a browser lets a page set. */
export const TOKEN_SUB_PROTOCOL_PREFIX = 'token.';

/** Close codes of the host. `denied`: wrong or missing token, trying again will not help. */
export const SOCKET_CLOSE = {
  goingAway: 1001,
  misbehaved: 1008,
  tooManyWindows: 1013,
  denied: 4401,
} as const;

/** Window to host, JSON text of at most {@link MAX_SOCKET_MESSAGE_BYTES}. */
export type SocketRequest = {
  readonly kind: 'request';
  /** The window's own counter, a non-negative safe integer; comes back with the answer. */
  readonly id: number;
  readonly channel: string;
  /** Absent stands for undefined. */
  readonly input?: unknown;
};
export type SocketAcknowledgement = { readonly kind: 'acknowledge'; readonly frame: number };
export type WindowMessage = SocketRequest | SocketAcknowledgement;

/** Host to window, JSON text; view frames go beside them as binary messages. */
export type HostMessage =
  | { readonly kind: 'answer'; readonly id: number; readonly result?: unknown }
  /** `id` is -1 when the message it answers had none that could be read. */
  | {
      readonly kind: 'refusal';
      readonly id: number;
      readonly code: TerminalErrorCode;
      readonly message: string;
    }
  | { readonly kind: 'push'; readonly channel: PushChannel; readonly payload: unknown };

export const MAX_SOCKET_MESSAGE_BYTES = 65_536;
