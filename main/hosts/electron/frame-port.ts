import type { TerminalWindow } from '../../terminal/terminal-types.ts';
import type { PortLike } from './electron-like.ts';

/** Malformed acknowledgements a page may send before its port is closed. */
export const MAX_MALFORMED_ACKNOWLEDGEMENTS = 10;

/** The host's end of the frame port: frames out, acknowledgements in. */
export class FramePort {
  readonly #port: PortLike;
  readonly #onFault: (error: unknown) => void;
  #isOpen = true;
  #malformed = 0;

  constructor(port: PortLike, window: TerminalWindow, onFault: (error: unknown) => void) {
    this.#port = port;
    this.#onFault = onFault;
    port.on('message', ({ data }) => this.#take(data, window));
    port.on('close', () => (this.#isOpen = false));
    port.start();
  }

  /** Drops the frame when the page has let go of the port. */
  push(frame: Float64Array): void {
    if (!this.#isOpen) return;
    // A clone takes the whole buffer behind a view along, however large; a frame must own its buffer.
    const isOwner = frame.byteLength === frame.buffer.byteLength;
    // Never with a transfer list: Electron throws for an ArrayBuffer in it.
    this.#port.postMessage(isOwner ? frame : frame.slice());
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#port.close();
  }

  #take(message: unknown, window: TerminalWindow): void {
    if (!this.#isOpen) return;
    const frameNumber = acknowledgedFrame(message);
    if (frameNumber !== null) {
      window.acknowledge(frameNumber);
      return;
    }
    this.#malformed += 1;
    this.#onFault(new Error('expected { acknowledge: frame number } on the frame port'));
    if (this.#malformed >= MAX_MALFORMED_ACKNOWLEDGEMENTS) this.close();
  }
}

function acknowledgedFrame(message: unknown): number | null {
  if (typeof message !== 'object' || message === null || !('acknowledge' in message)) return null;
  const { acknowledge } = message;
  return typeof acknowledge === 'number' && Number.isSafeInteger(acknowledge) && acknowledge >= 0
    ? acknowledge
    : null;
}
