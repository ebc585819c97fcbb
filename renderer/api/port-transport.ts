import type { HostConnection, HostTransport } from '../../main/contract/host-transport.ts';
import type { WindowMessage } from '../../main/contract/socket-messages.ts';
import type { PushChannel } from '../../main/contract/terminal-api.ts';
import { TerminalError } from '../../main/contract/terminal-error.ts';
import { after } from '../shared/screen-clock.ts';
import type { ClientFault } from './client-fault.ts';
import { bufferOf } from './electron-transport.ts';
import { hostMessageOf } from './host-message.ts';
import { Listeners, Observed } from './listeners.ts';
import { PendingRequests } from './pending-requests.ts';
import { HOST_PATIENCE_MS } from './web-transport.ts';

/** Connecting until it is given its port. */
export type PortTransport = HostTransport & { give(port: MessagePort): void };

/**
 * The whole contract over one message port: requests and acknowledgements go out, answers, pushes and frames come in, as
 * over the web host's socket but as values instead of text. The port is the host's to close; there is no second one.
 */
export function createPortTransport(report: (fault: ClientFault) => void): PortTransport {
  const line = new PortLine(report);
  return {
    give: (port) => line.give(port),
    request: (channel, input) => line.request(channel, input),
    subscribe: (channel, listener) =>
      line.pushes.add((push) => {
        if (push.channel === channel) listener(push.payload);
      }),
    onConnection: (listener) => line.connection.observe(listener),
    frames: {
      onFrame: (listener) => line.frames.add(listener),
      acknowledge: (frame) => line.send({ kind: 'acknowledge', frame }),
    },
  };
}

class PortLine {
  readonly connection = new Observed<HostConnection>('connecting');
  readonly frames = new Listeners<ArrayBuffer>();
  readonly pushes = new Listeners<{ readonly channel: PushChannel; readonly payload: unknown }>();
  readonly #report: (fault: ClientFault) => void;
  readonly #pending = new PendingRequests();
  #port: MessagePort | null = null;

  constructor(report: (fault: ClientFault) => void) {
    this.#report = report;
  }

  give(port: MessagePort): void {
    this.#port = port;
    port.onmessage = (event: MessageEvent<unknown>) => this.#received(event.data);
    port.addEventListener('close', () => this.#lost('the host closed the port'));
    port.start();
    this.connection.set('open');
  }

  request(channel: string, input: unknown): Promise<unknown> {
    if (this.connection.value !== 'open')
      return Promise.reject(new TerminalError('TERMINAL_HOST_GONE', 'expected an open port to the terminal'));
    let cancel = (): void => {};
    const answer = this.#pending.add((id) => {
      cancel = after(HOST_PATIENCE_MS, () => this.#lost('a request was not answered'));
      this.send({ kind: 'request', id, channel, input });
    });
    return answer.finally(() => cancel());
  }

  send(message: WindowMessage): void {
    if (this.connection.value === 'open') this.#port?.postMessage(message);
  }

  #received(posted: unknown): void {
    const frame = bufferOf(posted);
    if (frame !== null) {
      this.frames.call(frame);
      return;
    }
    const message = hostMessageOf(posted);
    if (message === null)
      this.#report({ code: 'HOST_UNREADABLE', message: 'expected a message of the contract on the port' });
    else if (message.kind === 'push') this.pushes.call(message);
    else if (message.kind === 'answer') this.#pending.answer(message.id, message.result);
    else if (!this.#pending.refuse(message.id, message.code, message.message))
      this.#report({ code: message.code, message: message.message });
  }

  #lost(reason: string): void {
    this.#port?.close();
    this.#port = null;
    // Views must learn of the loss before their requests fail, or they would report each one.
    this.connection.set('closed');
    this.#pending.abandon(reason);
  }
}
