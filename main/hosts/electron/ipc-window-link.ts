import { MAX_FRAMES_IN_FLIGHT } from '../../contract/host-transport.ts';
import { IPC_CHANNEL, type BridgeAnswer } from '../../contract/preload-bridge.ts';
import type { PushChannel } from '../../contract/terminal-api.ts';
import { TerminalError, type TerminalErrorCode } from '../../contract/terminal-error.ts';
import type { Terminal, TerminalWindow } from '../../terminal/terminal-types.ts';
import type { ContentsLike, FrameLike, PortLike } from './electron-like.ts';
import { FramePort } from './frame-port.ts';
import { PaintingPort } from './painting-port.ts';

/** Requests of one window under way; one more is refused. */
export const MAX_REQUESTS_UNDER_WAY = 64;

type Channel = { readonly port1: PortLike; readonly port2: PortLike };

/** What the terminal holds for one loaded document of a window. */
type Page = {
  readonly id: string;
  readonly window: TerminalWindow;
  framePort: FramePort | null;
  /** Of its painting worker, which is a window of the terminal of its own. */
  paintingPort: PaintingPort | null;
};

/**
 * Carries the contract between one Electron window and the terminal. The preload names its document in every message,
 * so that a reload starts with a new terminal window, in whatever order Electron tells of the navigation.
 */
export class IpcWindowLink {
  readonly #contents: ContentsLike;
  readonly #terminal: Terminal;
  readonly #onFault: (error: unknown) => void;
  #page: Page | null = null;
  #early: Float64Array[] = [];
  #underWay = 0;

  constructor(contents: ContentsLike, terminal: Terminal, onFault: (error: unknown) => void) {
    this.#contents = contents;
    this.#terminal = terminal;
    this.#onFault = onFault;
  }

  async request(pageId: string, channel: unknown, input: unknown): Promise<BridgeAnswer> {
    if (typeof channel !== 'string') return refusal('TERMINAL_INVALID_INPUT', 'expected the channel as text');
    if (this.#underWay >= MAX_REQUESTS_UNDER_WAY) {
      return refusal(
        'TERMINAL_INVALID_INPUT',
        `expected at most ${MAX_REQUESTS_UNDER_WAY} requests at a time`,
      );
    }
    this.#underWay += 1;
    try {
      return { kind: 'answer', result: await this.#pageOf(pageId).window.request(channel, input) };
    } catch (error) {
      if (error instanceof TerminalError) return refusal(error.code, error.message);
      // A fault's own text may name paths or addresses; the page learns only that there was one.
      this.#onFault(error);
      return refusal('TERMINAL_INTERNAL', 'the terminal failed to answer');
    } finally {
      this.#underWay -= 1;
    }
  }

  /** Keeps one end of the channel and sends the other to the frame. One port a page: a second ask is refused. */
  giveFramePort(pageId: string, frame: FrameLike, channel: Channel): BridgeAnswer {
    const page = this.#pageOf(pageId);
    if (page.framePort !== null) return refusal('TERMINAL_INVALID_INPUT', 'expected one frame port a page');
    page.framePort = new FramePort(channel.port1, page.window, this.#onFault);
    const answer = this.#send(IPC_CHANNEL.framePort, pageId, frame, channel);
    if (answer.kind === 'answer') for (const early of this.#early.splice(0)) page.framePort.push(early);
    return answer;
  }

  /** As {@link giveFramePort}, for the page's painting worker: behind the port is a terminal window of its own. */
  givePaintingPort(pageId: string, frame: FrameLike, channel: Channel): BridgeAnswer {
    const page = this.#pageOf(pageId);
    if (page.paintingPort !== null)
      return refusal('TERMINAL_INVALID_INPUT', 'expected one painting port a page');
    page.paintingPort = new PaintingPort(channel.port1, this.#terminal, this.#onFault);
    return this.#send(IPC_CHANNEL.paintingPort, pageId, frame, channel);
  }

  #send(name: string, pageId: string, frame: FrameLike, channel: Channel): BridgeAnswer {
    try {
      frame.postMessage(name, pageId, [channel.port2]);
    } catch (error) {
      this.#onFault(error);
      this.reset();
      return refusal('TERMINAL_HOST_GONE', 'the page went away');
    }
    return { kind: 'answer', result: undefined };
  }

  /** Closes what the page held; the next message of any page starts anew. */
  reset(): void {
    const page = this.#page;
    this.#page = null;
    this.#early = [];
    page?.framePort?.close();
    page?.paintingPort?.close();
    page?.window.close();
  }

  #pageOf(id: string): Page {
    if (this.#page?.id === id) return this.#page;
    this.reset();
    const window = this.#terminal.openWindow({
      pushFrame: (frame) => this.#pushFrame(id, frame),
      push: (channel, payload) => this.#push(channel, payload),
    });
    this.#page = { id, window, framePort: null, paintingPort: null };
    return this.#page;
  }

  #pushFrame(pageId: string, frame: Float64Array): void {
    if (this.#page?.id !== pageId) return;
    if (this.#page.framePort !== null) this.#page.framePort.push(frame);
    // Unacknowledged frames are few by contract; those from before the port wait for it.
    else if (this.#early.length < MAX_FRAMES_IN_FLIGHT) this.#early.push(frame);
  }

  #push(channel: PushChannel, payload: unknown): void {
    if (this.#contents.isDestroyed()) return;
    try {
      this.#contents.send(IPC_CHANNEL.push, channel, payload);
    } catch (error) {
      // The frame was disposed between the check and the call: there is nobody to tell.
      this.#onFault(error);
    }
  }
}

function refusal(code: TerminalErrorCode, message: string): BridgeAnswer {
  return { kind: 'refusal', code, message };
}
