import type { WebSocket } from 'ws';
import { SOCKET_CLOSE, type HostMessage, type SocketRequest } from '../../contract/socket-messages.ts';
import { TerminalError } from '../../contract/terminal-error.ts';
import type { MalformedMessage } from '../../contract/window-message.ts';
import type { Terminal, TerminalWindow } from '../../terminal/terminal-types.ts';
import type { SocketCounts } from './socket-counts.ts';
import { readWindowMessage } from './window-message.ts';

/** A window that lets this much pile up does not read any more; it is cut and may come back. */
export const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;
/** Malformed messages a window may send before it is closed. */
export const MAX_MALFORMED_MESSAGES = 10;
/** Requests of one window under way; beyond it the socket is not read until one is answered. */
export const MAX_REQUESTS_UNDER_WAY = 64;

/** Runs a task again and again. @returns the function that ends it */
export type Every = (intervalMs: number, task: () => void) => () => void;
export const PING_INTERVAL_MS = 5_000;

export type WindowLinkOptions = {
  readonly terminal: Terminal;
  /** Added to; the owner reports them. */
  readonly counts: SocketCounts;
  readonly every: Every;
  /** A fault of this program, not of the window. */
  readonly onFault: (error: unknown) => void;
};

/** Carries the contract between one open socket and one terminal window, until the socket closes. */
export class WindowLink {
  readonly #socket: WebSocket;
  readonly #options: WindowLinkOptions;
  readonly #window: TerminalWindow;
  #malformed = 0;
  #underWay = 0;
  #hasAnswered = true;

  constructor(socket: WebSocket, options: WindowLinkOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#window = options.terminal.openWindow({
      pushFrame: (frame) => this.#send(frame),
      push: (channel, payload) => this.#sendMessage({ kind: 'push', channel, payload }),
    });
    const stopPinging = options.every(PING_INTERVAL_MS, () => this.#ping());
    socket.on('message', (content, isBinary) => this.#take(isBinary ? null : messageText(content)));
    socket.on('pong', () => (this.#hasAnswered = true));
    socket.on('close', () => {
      stopPinging();
      this.#window.close();
    });
  }

  #take(text: string | null): void {
    // What was already received when the socket was closed or cut is nobody's any more.
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const message =
      text === null ? ({ kind: 'malformed', id: -1, expected: 'text' } as const) : readWindowMessage(text);
    if (message.kind === 'malformed') this.#refuseMalformed(message);
    else if (message.kind === 'acknowledge') this.#window.acknowledge(message.frame);
    else void this.#answer(message);
  }

  #refuseMalformed({ id, expected }: MalformedMessage): void {
    this.#malformed += 1;
    this.#options.counts.malformedMessages += 1;
    this.#sendMessage({
      kind: 'refusal',
      id,
      code: 'TERMINAL_INVALID_INPUT',
      message: `expected ${expected}`,
    });
    if (this.#malformed < MAX_MALFORMED_MESSAGES) return;
    this.#socket.close(SOCKET_CLOSE.misbehaved, 'too many malformed messages');
  }

  async #answer({ id, channel, input }: SocketRequest): Promise<void> {
    this.#underWay += 1;
    if (this.#underWay >= MAX_REQUESTS_UNDER_WAY) this.#socket.pause();
    try {
      this.#sendMessage({ kind: 'answer', id, result: await this.#window.request(channel, input) });
    } catch (error) {
      this.#refuse(id, error);
    }
    this.#underWay -= 1;
    if (this.#socket.isPaused && this.#underWay < MAX_REQUESTS_UNDER_WAY) this.#socket.resume();
  }

  #refuse(id: number, error: unknown): void {
    if (error instanceof TerminalError) {
      this.#sendMessage({ kind: 'refusal', id, code: error.code, message: error.message });
      return;
    }
    // A fault's own text may name paths or addresses; the window learns only that there was one.
    this.#options.onFault(error);
    this.#sendMessage({
      kind: 'refusal',
      id,
      code: 'TERMINAL_INTERNAL',
      message: 'the terminal failed to answer',
    });
  }

  #sendMessage(message: HostMessage): void {
    this.#send(JSON.stringify(message));
  }

  #send(content: string | Float64Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      this.#options.counts.slowWindowsCut += 1;
      // A close frame would only join the queue that nobody reads.
      this.#socket.terminate();
      return;
    }
    this.#socket.send(content);
  }

  #ping(): void {
    // A paused socket is not read, so its pong cannot have been seen.
    if (this.#socket.readyState !== this.#socket.OPEN || this.#socket.isPaused) return;
    if (!this.#hasAnswered) {
      this.#options.counts.silentWindowsCut += 1;
      this.#socket.terminate();
      return;
    }
    this.#hasAnswered = false;
    this.#socket.ping();
  }
}

function messageText(content: unknown): string | null {
  return Buffer.isBuffer(content) ? content.toString() : null;
}
