import type { HostMessage, SocketRequest } from '../../contract/socket-messages.ts';
import { TerminalError } from '../../contract/terminal-error.ts';
import { windowMessageOf, type MalformedMessage } from '../../contract/window-message.ts';
import type { Terminal, TerminalWindow } from '../../terminal/terminal-types.ts';
import type { PortLike } from './electron-like.ts';

/** Malformed messages a worker may send before its port is closed. */
export const MAX_MALFORMED_MESSAGES = 10;
/** Requests of one worker under way; one more is refused. */
export const MAX_PAINTING_REQUESTS = 64;

/** The host's end of a painting worker's port: the whole contract for one terminal window, until the port closes. */
export class PaintingPort {
  readonly #port: PortLike;
  readonly #window: TerminalWindow;
  readonly #onFault: (error: unknown) => void;
  #isOpen = true;
  #malformed = 0;
  #underWay = 0;

  constructor(port: PortLike, terminal: Terminal, onFault: (error: unknown) => void) {
    this.#port = port;
    this.#onFault = onFault;
    this.#window = terminal.openWindow({
      pushFrame: (frame) => this.#pushFrame(frame),
      push: (channel, payload) => this.#post({ kind: 'push', channel, payload }),
    });
    port.on('message', ({ data }) => this.#take(data));
    port.on('close', () => this.#closed());
    port.start();
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#closed();
    this.#port.close();
  }

  #closed(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#window.close();
  }

  #pushFrame(frame: Float64Array): void {
    // A clone takes the whole buffer behind a view along, however large; a frame must own its buffer.
    const isOwner = frame.byteLength === frame.buffer.byteLength;
    this.#post(isOwner ? frame : frame.slice());
  }

  #post(message: HostMessage | Float64Array): void {
    // Never with a transfer list: Electron throws for an ArrayBuffer in it.
    if (this.#isOpen) this.#port.postMessage(message);
  }

  #take(posted: unknown): void {
    if (!this.#isOpen) return;
    const message = windowMessageOf(posted);
    if (message.kind === 'malformed') this.#refuseMalformed(message);
    else if (message.kind === 'acknowledge') this.#window.acknowledge(message.frame);
    else void this.#answer(message);
  }

  #refuseMalformed({ id, expected }: MalformedMessage): void {
    this.#malformed += 1;
    this.#onFault(new Error(`expected ${expected} on the painting port`));
    this.#post({ kind: 'refusal', id, code: 'TERMINAL_INVALID_INPUT', message: `expected ${expected}` });
    if (this.#malformed >= MAX_MALFORMED_MESSAGES) this.close();
  }

  async #answer({ id, channel, input }: SocketRequest): Promise<void> {
    if (this.#underWay >= MAX_PAINTING_REQUESTS) {
      const message = `expected at most ${MAX_PAINTING_REQUESTS} requests at a time`;
      this.#post({ kind: 'refusal', id, code: 'TERMINAL_INVALID_INPUT', message });
      return;
    }
    this.#underWay += 1;
    try {
      this.#post({ kind: 'answer', id, result: await this.#window.request(channel, input) });
    } catch (error) {
      this.#refuse(id, error);
    }
    this.#underWay -= 1;
  }

  #refuse(id: number, error: unknown): void {
    if (error instanceof TerminalError) {
      this.#post({ kind: 'refusal', id, code: error.code, message: error.message });
      return;
    }
    // A fault's own text may name paths or addresses; the page learns only that there was one.
    this.#onFault(error);
    this.#post({
      kind: 'refusal',
      id,
      code: 'TERMINAL_INTERNAL',
      message: 'the terminal failed to answer',
    });
  }
}
