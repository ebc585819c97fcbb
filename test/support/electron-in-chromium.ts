import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { BrowserWindowConstructorOptions } from 'electron';
import type { Page } from 'playwright-core';
import { APP_ORIGIN } from '../../main/hosts/electron/app-protocol.ts';
import { startElectronApp } from '../../main/hosts/electron/electron-app.ts';
import type { ElectronLike } from '../../main/hosts/electron/electron-like.ts';
import type { Terminal } from '../../main/terminal/terminal-types.ts';
import { createTerminal } from '../../main/terminal/terminal.ts';
import { FakeContents, FakeElectron, FakeWindow } from './fake-electron.ts';
import { PreloadLink } from './preload-link.ts';
import { ROOT } from './running-program.ts';

/** The desktop app's own code at work on a page of a real browser. */
export type ElectronInChromium = {
  readonly electron: FakeElectron;
  /** Once the window has loaded its page. */
  readonly link: PreloadLink;
  readonly terminal: Terminal;
  readonly faults: readonly unknown[];
  /** Addresses of the app protocol: where the window is, and the same files at an origin that is not ours. */
  readonly appOrigin: string;
  readonly foreignOrigin: string;
  /** Joins one more page to the window's sender, as if the window had been led there. */
  joinPage(page: Page): Promise<PreloadLink>;
  close(): void;
};

/** Starts the app against a feed, with its one window shown in `page`. Resolves when the page is loaded. */
export async function startElectronInChromium(page: Page, feedUrl: string): Promise<ElectronInChromium> {
  const electron = new FakeElectron();
  const servers = [await serveAppProtocol(electron), await serveAppProtocol(electron)];
  const [appOrigin = '', foreignOrigin = ''] = servers.map(originOf);
  const faults: unknown[] = [];
  const terminals: Terminal[] = [];
  const joinTo = (contents: FakeContents, preloadPath: string, joined: Page): Promise<PreloadLink> =>
    PreloadLink.open({ page: joined, appOrigin, preloadPath, ipcMain: electron.ipcMain, contents });
  const {
    promise: opened,
    resolve,
    reject,
  } = Promise.withResolvers<{ link: PreloadLink; window: PageWindow }>();

  class PageWindow extends FakeWindow {
    override readonly webContents = new PageContents();

    constructor(options: BrowserWindowConstructorOptions) {
      super(options);
      electron.windows.push(this);
      electron.app.emit('web-contents-created', {}, this.webContents);
    }

    get preloadPath(): string {
      return this.options.webPreferences?.preload ?? '';
    }

    override async loadURL(url: string): Promise<void> {
      await super.loadURL(url);
      const link = await joinTo(this.webContents, this.preloadPath, page);
      this.webContents.link = link;
      const answer = await page.goto(url.replace(APP_ORIGIN, appOrigin));
      if (answer?.ok() !== true) throw new Error(`expected the built renderer: ${await answer?.text()}`);
      resolve({ link, window: this });
    }
  }
  const joined: ElectronLike = Object.assign(electron, { BrowserWindow: PageWindow });
  startElectronApp(joined, {
    createTerminal: (options) => {
      const terminal = createTerminal(options);
      terminals.push(terminal);
      return terminal;
    },
    feedUrl,
    feedMode: undefined,
    feedDeflate: undefined,
    preloadPath: join(ROOT, 'out', 'preload', 'index.cjs'),
    rendererFolder: join(ROOT, 'out', 'renderer'),
    platform: 'linux',
    monotonicMs: () => performance.now(),
    later: (task) => void setImmediate(task),
    onFault: (fault) => {
      faults.push(fault);
      reject(fault instanceof Error ? fault : new Error(String(fault)));
    },
  });

  const { link, window } = await opened;
  const [terminal] = terminals;
  if (terminal === undefined) throw new Error('expected the app to have made a terminal');
  return {
    electron,
    link,
    terminal,
    faults,
    appOrigin,
    foreignOrigin,
    joinPage: (other) => joinTo(window.webContents, window.preloadPath, other),
    close: () => {
      electron.app.emit('will-quit');
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

/** Sends on what the host tells the window. */
class PageContents extends FakeContents {
  link: PreloadLink | null = null;

  override send(...message: unknown[]): void {
    super.send(...message);
    const [channel, ...args] = message;
    this.link?.send(String(channel), args);
  }
}

/** The handler that the app registered for its scheme, on a port of loopback: no browser but Electron knows app:. */
async function serveAppProtocol(electron: FakeElectron): Promise<Server> {
  const server = createServer((asked, response) => {
    const answerApp = electron.session.defaultSession.schemes.get('app');
    const request = new Request(`${APP_ORIGIN}${asked.url ?? '/'}`, { method: asked.method ?? 'GET' });
    Promise.resolve(answerApp?.(request) ?? Response.error())
      .then(async (answer) => {
        response.writeHead(answer.status, Object.fromEntries(answer.headers));
        response.end(Buffer.from(await answer.arrayBuffer()));
      })
      .catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
