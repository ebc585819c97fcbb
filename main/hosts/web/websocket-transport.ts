import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import {
  MAX_SOCKET_MESSAGE_BYTES,
  SOCKET_CLOSE,
  TERMINAL_SUB_PROTOCOL,
} from '../../contract/socket-messages.ts';
import type { Terminal } from '../../terminal/terminal-types.ts';
import { noSocketCounts, type SocketCounts } from './socket-counts.ts';
import { judgeUpgrade } from './upgrade-rules.ts';
import { WindowLink, type Every } from './window-link.ts';

/** Sockets at one time, two a page: its own and its painting worker's. One more is closed with 1013. */
export const MAX_SOCKETS = 32;

export type WindowSocketsOptions = {
  readonly terminal: Terminal;
  readonly token: string;
  readonly every: Every;
  readonly onFault: (error: unknown) => void;
};

/** The WebSocket side of the web host: lets windows in and carries the contract for each. */
export class WindowSockets {
  readonly counts: Readonly<SocketCounts>;
  readonly #counts: SocketCounts = noSocketCounts();
  readonly #options: WindowSocketsOptions;
  readonly #windows = new Set<WebSocket>();
  readonly #server = new WebSocketServer(SERVER_OPTIONS);

  constructor(options: WindowSocketsOptions) {
    this.#options = options;
    this.counts = this.#counts;
  }

  /** Takes over an upgrade of the HTTP server. @param port the one it listens on */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, port: number): void {
    const { host, origin, 'sec-websocket-protocol': protocols } = request.headers;
    const verdict = judgeUpgrade({ url: request.url, host, origin, protocols }, port, this.#options.token);
    if (verdict.kind === 'refused') {
      this.#counts.refusedUpgrades += 1;
      refuseUpgrade(socket, verdict.status, verdict.reason);
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (window) => {
      window.on('error', () => (this.#counts.protocolErrors += 1));
      if (verdict.kind === 'denied') this.#deny(window);
      else this.#welcome(window);
    });
  }

  #deny(window: WebSocket): void {
    this.#counts.wrongTokens += 1;
    window.close(SOCKET_CLOSE.denied, 'wrong or missing token');
  }

  #welcome(window: WebSocket): void {
    if (this.#windows.size >= MAX_SOCKETS) {
      this.#counts.windowsTooMany += 1;
      window.close(SOCKET_CLOSE.tooManyWindows, `at most ${MAX_SOCKETS / 2} pages`);
      return;
    }
    this.#windows.add(window);
    window.on('close', () => this.#windows.delete(window));
    new WindowLink(window, { ...this.#options, counts: this.#counts });
  }

  /** Says good-bye to every window; one that does not answer is cut after {@link CLOSE_TIMEOUT_MS}. */
  async close(): Promise<void> {
    const closed = [...this.#server.clients].map(
      (window) =>
        new Promise<void>((resolve) => {
          window.once('close', () => resolve());
          window.close(SOCKET_CLOSE.goingAway, 'the terminal is closing');
        }),
    );
    await Promise.all(closed);
    this.#server.close();
  }
}

const CLOSE_TIMEOUT_MS = 1_000;

const SERVER_OPTIONS = {
  noServer: true,
  // Frames are small and local; compression would cost more than it saves and holds memory per window.
  perMessageDeflate: false,
  maxPayload: MAX_SOCKET_MESSAGE_BYTES,
  maxFragments: 16,
  closeTimeout: CLOSE_TIMEOUT_MS,
  // Never the token, which is offered beside it.
  handleProtocols: () => TERMINAL_SUB_PROTOCOL,
};

function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  socket.on('error', () => socket.destroy());
  socket.once('finish', () => socket.destroy());
  const body = `${reason}\n`;
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\n` +
      `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
