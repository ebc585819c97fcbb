import type { HostConnection, HostTransport } from '../../main/contract/host-transport.ts';
import {
  SOCKET_CLOSE,
  TERMINAL_SUB_PROTOCOL,
  TOKEN_SUB_PROTOCOL_PREFIX,
  type WindowMessage,
} from '../../main/contract/socket-messages.ts';
import type { PushChannel } from '../../main/contract/terminal-api.ts';
import { TerminalError } from '../../main/contract/terminal-error.ts';
import { after } from '../shared/screen-clock.ts';
import type { ClientFault } from './client-fault.ts';
import { readHostMessage } from './host-message.ts';
import { Listeners, Observed } from './listeners.ts';
import { PendingRequests } from './pending-requests.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';

export type WebTransportOptions = {
  /** `ws:` or `wss:` address of the host's terminal socket. */
  readonly url: string;
  /** Token of the host's start; '' means that the host will not take this window. */
  readonly token: string;
  readonly report: (fault: ClientFault) => void;
  /** For tests. */
  readonly openSocket?: (url: string, subProtocols: string[]) => WebSocket;
  readonly random?: () => number;
};

/** A handshake or an answer that takes longer counts as a lost connection. */
export const HOST_PATIENCE_MS = 10_000;
/** The browser lets a page close with 1000 and 3000 to 4999 only. */
const CLOSE_UNREADABLE = 4400;
const CLOSE_NO_ANSWER = 4408;

/** The contract over one WebSocket, which is opened again for as long as the host does not deny the window. */
export function createWebTransport(options: WebTransportOptions): HostTransport & { close(): void } {
  const line = new HostLine(options);
  line.connect();
  return {
    request: (channel, input) => line.request({ channel, input }),
    subscribe: (channel, listener) =>
      line.pushes.add((push) => {
        if (push.channel === channel) listener(push.payload);
      }),
    onConnection: (listener) => line.connection.observe(listener),
    frames: {
      onFrame: (listener) => line.frames.add(listener),
      acknowledge: (frame) => line.send({ kind: 'acknowledge', frame }),
    },
    close: () => line.end(),
  };
}

class HostLine {
  readonly connection = new Observed<HostConnection>('connecting');
  readonly frames = new Listeners<ArrayBuffer>();
  readonly pushes = new Listeners<{ readonly channel: PushChannel; readonly payload: unknown }>();
  readonly #options: WebTransportOptions;
  readonly #pending = new PendingRequests();
  #socket: WebSocket | null = null;
  #failures = 0;
  #isEnded = false;
  #cancelWait = (): void => {};

  constructor(options: WebTransportOptions) {
    this.#options = options;
  }

  connect(): void {
    if (this.#options.token === '') {
      this.connection.set('denied');
      return;
    }
    const open = this.#options.openSocket ?? ((url, subProtocols) => new WebSocket(url, subProtocols));
    const socket = open(this.#options.url, [
      TERMINAL_SUB_PROTOCOL,
      TOKEN_SUB_PROTOCOL_PREFIX + this.#options.token,
    ]);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#cancelWait = after(HOST_PATIENCE_MS, () => this.#drop(socket, CLOSE_NO_ANSWER));
    socket.onopen = () => {
      this.#cancelWait();
      this.connection.set('open');
    };
    socket.onmessage = (event: MessageEvent<string | ArrayBuffer>) => this.#received(socket, event.data);
    socket.onclose = (event) => this.#lost(socket, event.code);
  }

  request(message: { readonly channel: string; readonly input: unknown }): Promise<unknown> {
    const socket = this.#socket;
    if (socket === null || this.connection.value !== 'open')
      return Promise.reject(
        new TerminalError('TERMINAL_HOST_GONE', 'expected an open connection to the terminal'),
      );
    let cancel = (): void => {};
    const answer = this.#pending.add((id) => {
      cancel = after(HOST_PATIENCE_MS, () => this.#drop(socket, CLOSE_NO_ANSWER));
      this.send({ kind: 'request', id, ...message });
    });
    return answer.finally(() => cancel());
  }

  send(message: WindowMessage): void {
    if (this.connection.value === 'open') this.#socket?.send(JSON.stringify(message));
  }

  end(): void {
    this.#isEnded = true;
    this.#cancelWait();
    if (this.#socket !== null) this.#drop(this.#socket, 1000);
    this.connection.set('closed');
  }

  #received(socket: WebSocket, payload: string | ArrayBuffer): void {
    if (socket !== this.#socket) return;
    if (typeof payload !== 'string') {
      this.#failures = 0;
      this.frames.call(payload);
      return;
    }
    const message = readHostMessage(payload);
    if (message === null) {
      this.#options.report({
        code: 'HOST_UNREADABLE',
        message: `expected a message of the contract, received ${payload.slice(0, 80)}`,
      });
      this.#drop(socket, CLOSE_UNREADABLE);
      return;
    }
    // Only a host that says something sensible ends the back-off; one that accepts and closes does not.
    this.#failures = 0;
    if (message.kind === 'push') this.pushes.call(message);
    else if (message.kind === 'answer') this.#pending.answer(message.id, message.result);
    else if (!this.#pending.refuse(message.id, message.code, message.message))
      this.#options.report({ code: message.code, message: message.message });
  }

  /** Does not wait for the other side to agree to close: a frozen host never would. */
  #drop(socket: WebSocket, code: number): void {
    socket.close(code);
    this.#lost(socket, code);
  }

  #lost(socket: WebSocket, code: number): void {
    if (socket !== this.#socket) return;
    this.#socket = null;
    this.#cancelWait();
    // Views must learn of the loss before their requests fail, or they would report each one.
    this.connection.set(code === SOCKET_CLOSE.denied ? 'denied' : 'closed');
    this.#pending.abandon(`the connection to the terminal closed with code ${code}`);
    if (this.#isEnded || code === SOCKET_CLOSE.denied) return;
    this.#failures += 1;
    const random = (this.#options.random ?? Math.random)();
    this.#cancelWait = after(reconnectDelayMs(this.#failures, random), () => this.connect());
  }
}
