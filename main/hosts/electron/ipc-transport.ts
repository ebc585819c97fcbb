import { IPC_CHANNEL, type BridgeAnswer } from '../../contract/preload-bridge.ts';
import type { Terminal } from '../../terminal/terminal-types.ts';
import type { ContentsLike, ElectronLike, SenderEvent } from './electron-like.ts';
import { IpcWindowLink } from './ipc-window-link.ts';
import { trustedFrame } from './trusted-sender.ts';

const UNTRUSTED: BridgeAnswer = {
  kind: 'refusal',
  code: 'TERMINAL_UNTRUSTED_SENDER',
  message: 'expected the main frame of a terminal window',
};
const MAX_DOCUMENT_ID_LENGTH = 64;

/**
 * Carries the contract over Electron's IPC: one door for requests and one for each of a page's two ports, all behind the
 * check of the sender. No other channel of `ipcMain` is listened to.
 */
export class IpcTransport {
  readonly #links = new Map<number, IpcWindowLink>();
  readonly #electron: Pick<ElectronLike, 'ipcMain' | 'MessageChannelMain'>;
  readonly #terminal: Terminal;
  readonly #onFault: (error: unknown) => void;
  #untrusted = 0;

  constructor(
    electron: Pick<ElectronLike, 'ipcMain' | 'MessageChannelMain'>,
    terminal: Terminal,
    onFault: (error: unknown) => void,
  ) {
    this.#electron = electron;
    this.#terminal = terminal;
    this.#onFault = onFault;
    electron.ipcMain.handle(IPC_CHANNEL.request, (event, page: unknown, channel: unknown, input: unknown) =>
      this.#request(event, page, channel, input),
    );
    electron.ipcMain.handle(IPC_CHANNEL.framePort, (event, page: unknown) => this.#framePort(event, page));
    electron.ipcMain.handle(IPC_CHANNEL.paintingPort, (event, page: unknown) =>
      this.#paintingPort(event, page),
    );
  }

  /** Messages refused because of where they came from, since the start. */
  get untrustedSenders(): number {
    return this.#untrusted;
  }

  /** Windows now admitted; 0 after all are closed. */
  get windowCount(): number {
    return this.#links.size;
  }

  /** Lets a window's page talk to the terminal until the window is gone. */
  admit(contents: ContentsLike): void {
    const link = new IpcWindowLink(contents, this.#terminal, this.#onFault);
    const { id } = contents; // not to be read any more once the contents are destroyed
    this.#links.set(id, link);
    contents.on('render-process-gone', () => link.reset());
    contents.on('destroyed', () => {
      link.reset();
      this.#links.delete(id);
    });
  }

  #request(event: SenderEvent, page: unknown, channel: unknown, input: unknown): Promise<BridgeAnswer> {
    const trusted = this.#judge(event, page);
    if (trusted === null) return Promise.resolve(UNTRUSTED);
    return trusted.link.request(trusted.page, channel, input);
  }

  #framePort(event: SenderEvent, page: unknown): BridgeAnswer {
    const trusted = this.#judge(event, page);
    if (trusted === null) return UNTRUSTED;
    return trusted.link.giveFramePort(trusted.page, trusted.frame, new this.#electron.MessageChannelMain());
  }

  #paintingPort(event: SenderEvent, page: unknown): BridgeAnswer {
    const trusted = this.#judge(event, page);
    if (trusted === null) return UNTRUSTED;
    return trusted.link.givePaintingPort(
      trusted.page,
      trusted.frame,
      new this.#electron.MessageChannelMain(),
    );
  }

  #judge(event: SenderEvent, page: unknown) {
    const frame = trustedFrame(event, (id) => this.#links.has(id));
    const link = frame === null ? undefined : this.#links.get(event.sender.id);
    if (
      frame !== null &&
      link !== undefined &&
      typeof page === 'string' &&
      page.length <= MAX_DOCUMENT_ID_LENGTH
    ) {
      return { frame, link, page };
    }
    this.#untrusted += 1;
    return null;
  }
}
