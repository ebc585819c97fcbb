import { readFile } from 'node:fs/promises';
import type { CDPSession, Page } from 'playwright-core';
import { IPC_CHANNEL } from '../../main/contract/preload-bridge.ts';
import { HEADER } from '../../main/contract/view-frame.ts';
import { APP_ORIGIN } from '../../main/hosts/electron/app-protocol.ts';
import type { FrameLike, PortLike } from '../../main/hosts/electron/electron-like.ts';
import type { FakeContents, FakeIpcMain } from './fake-electron.ts';
import {
  documentScripts,
  FROM_HOST,
  PRELOAD_WORLD,
  TO_HOST,
  type FromHost,
  type ToHost,
} from './preload-world.ts';
import { textOfValue, valueOfText } from './text-of-value.ts';

const HEAR = `function (text) { ${FROM_HOST}(text); }`;

type LinkParts = {
  readonly page: Page;
  /** Where the app protocol is served; the browser's word for it stands for {@link APP_ORIGIN}. */
  readonly appOrigin: string;
  readonly preloadPath: string;
  readonly ipcMain: FakeIpcMain;
  readonly contents: FakeContents;
};

/** What passed over the frame port of one page; its painting worker's port is another. */
export type FrameTraffic = { lastSent: number; lastAcknowledged: number; mostInFlight: number };

/** Electron's IPC between the host's code here and the preload in a page of a real browser, over the debugger's wire. */
export class PreloadLink {
  readonly frames: FrameTraffic = { lastSent: 0, lastAcknowledged: 0, mostInFlight: 0 };
  readonly #parts: LinkParts;
  readonly #session: CDPSession;
  readonly #documents = new Map<number, PreloadDocument>();
  readonly #pages = new Map<string, { url: string; parentId: string | null }>();
  /** What would pass while the host is frozen, either way; null while it is not. */
  #held: (() => void)[] | null = null;

  private constructor(parts: LinkParts, session: CDPSession) {
    this.#parts = parts;
    this.#session = session;
    session.on('Page.frameAttached', ({ frameId, parentFrameId }) =>
      this.#pages.set(frameId, { url: 'about:blank', parentId: parentFrameId }),
    );
    session.on('Page.frameNavigated', ({ frame }) =>
      this.#pages.set(frame.id, { url: frame.url, parentId: frame.parentId ?? null }),
    );
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name !== PRELOAD_WORLD) return;
      const { frameId } = context.auxData as { frameId: string };
      this.#documents.set(context.id, this.#document(context.id, frameId, context.origin));
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) =>
      this.#gone(executionContextId),
    );
    session.on('Runtime.executionContextsCleared', () => {
      for (const id of [...this.#documents.keys()]) this.#gone(id);
    });
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      const document = this.#documents.get(executionContextId);
      if (name !== TO_HOST || document === undefined) return;
      this.#pass(() => void this.#take(document, valueOfText(payload) as ToHost));
    });
  }

  /** Every document the page loads from now on runs the preload first. */
  static async open(parts: LinkParts): Promise<PreloadLink> {
    const session = await parts.page.context().newCDPSession(parts.page);
    const link = new PreloadLink(parts, session);
    const { mainWorld, preloadWorld } = documentScripts(await readFile(parts.preloadPath, 'utf8'));
    await session.send('Page.enable');
    await session.send('Runtime.enable');
    await session.send('Runtime.addBinding', { name: TO_HOST, executionContextName: PRELOAD_WORLD });
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorld });
    await session.send('Page.addScriptToEvaluateOnNewDocument', {
      source: preloadWorld,
      worldName: PRELOAD_WORLD,
    });
    return link;
  }

  /** As `webContents.send`: to the main frame. */
  send(channel: string, args: readonly unknown[]): void {
    for (const document of this.#documents.values())
      if (document.parent === null) document.tell({ kind: 'message', channel, args, ports: [] });
  }

  /** Lets nothing through in either direction, as if the main process stood still with its sockets open. */
  freeze(): void {
    this.#held ??= [];
  }

  thaw(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const task of held) task();
  }

  #pass(task: () => void): void {
    if (this.#held === null) task();
    else this.#held.push(task);
  }

  #document(contextId: number, frameId: string, origin: string): PreloadDocument {
    const { appOrigin } = this.#parts;
    const place = () => this.#pages.get(frameId) ?? { url: '', parentId: null };
    const tell = (message: FromHost): void =>
      this.#pass(() => {
        if (!this.#documents.has(contextId)) return;
        this.#session
          .send('Runtime.callFunctionOn', {
            functionDeclaration: HEAR,
            executionContextId: contextId,
            arguments: [{ value: textOfValue(message) }],
          })
          // The document went away while the message was on its way: there is nobody to tell.
          .catch(() => undefined);
      });
    return new PreloadDocument(tell, this.frames, {
      origin: origin === appOrigin ? APP_ORIGIN : origin,
      url: () => place().url.replace(appOrigin, APP_ORIGIN),
      parent: () => place().parentId,
    });
  }

  #gone(contextId: number): void {
    this.#documents.get(contextId)?.leave();
    this.#documents.delete(contextId);
  }

  async #take(document: PreloadDocument, message: ToHost): Promise<void> {
    if (message.kind !== 'invoke') {
      document.takeFromPort(message);
      return;
    }
    const { id, channel, args } = message;
    const { ipcMain, contents } = this.#parts;
    try {
      const value = await ipcMain.invoke(channel, { sender: contents, senderFrame: document }, ...args);
      document.tell({ kind: 'invoked', id, isKept: true, value });
    } catch (error) {
      document.tell({ kind: 'invoked', id, isKept: false, value: String(error) });
    }
  }
}

type Place = { readonly origin: string; url(): string; parent(): string | null };

/** One document's preload, as the frame behind its messages. Where it stands is the browser's word, not the page's. */
class PreloadDocument implements FrameLike {
  detached = false;
  readonly tell: (message: FromHost) => void;
  readonly #traffic: FrameTraffic;
  readonly #place: Place;
  readonly #ports: PortLike[] = [];
  #framePort = -1;

  constructor(tell: (message: FromHost) => void, traffic: FrameTraffic, place: Place) {
    this.tell = tell;
    this.#traffic = traffic;
    this.#place = place;
  }

  get origin(): string {
    return this.#place.origin;
  }
  get url(): string {
    return this.#place.url();
  }
  get parent(): string | null {
    return this.#place.parent();
  }

  postMessage(channel: string, message: unknown, transfer: PortLike[] = []): void {
    const ports = transfer.map((port) => this.#ports.push(port) - 1);
    if (channel === IPC_CHANNEL.framePort) this.#framePort = ports[0] ?? -1;
    this.tell({ kind: 'message', channel, args: [message], ports });
    for (const port of ports) this.#join(port);
  }

  takeFromPort(heard: Exclude<ToHost, { kind: 'invoke' }>): void {
    const port = this.#ports[heard.port];
    if (heard.kind === 'port-closed') port?.close();
    else {
      const { acknowledge } = heard.message as { acknowledge?: number };
      if (heard.port === this.#framePort)
        this.#traffic.lastAcknowledged = acknowledge ?? this.#traffic.lastAcknowledged;
      port?.postMessage(heard.message);
    }
  }

  leave(): void {
    this.detached = true;
    for (const port of this.#ports.splice(0)) port.close();
  }

  #join(id: number): void {
    const port = this.#ports[id];
    if (id === this.#framePort) Object.assign(this.#traffic, { lastSent: 0, lastAcknowledged: 0 });
    port?.on('message', ({ data }) => {
      if (id === this.#framePort) this.#count(data);
      this.tell({ kind: 'port-message', port: id, message: data });
    });
    port?.on('close', () => this.tell({ kind: 'port-closed', port: id }));
    port?.start();
  }

  #count(sent: unknown): void {
    if (!(sent instanceof Float64Array)) return;
    const traffic = this.#traffic;
    traffic.lastSent = sent[HEADER.frameNumber] ?? 0;
    traffic.mostInFlight = Math.max(traffic.mostInFlight, traffic.lastSent - traffic.lastAcknowledged);
  }
}
