import { beforeEach, describe, expect, it } from 'vitest';
import {
  DEFAULT_FEED_URL,
  startElectronApp,
  type ElectronAppParts,
} from '../../../main/hosts/electron/electron-app.ts';
import type { TerminalOptions } from '../../../main/terminal/terminal-types.ts';
import { FakeElectron, FakeFrame } from '../../support/fake-electron.ts';
import { FakeTerminal } from '../../support/fake-terminal.ts';

let electron: FakeElectron;
let terminal: FakeTerminal;
let asked: TerminalOptions[];
let faults: unknown[];
let laterTasks: (() => void)[];
let nowMs: number;

beforeEach(() => {
  electron = new FakeElectron();
  terminal = new FakeTerminal();
  asked = [];
  faults = [];
  laterTasks = [];
  nowMs = 0;
});

async function start(overrides: Partial<ElectronAppParts> = {}): Promise<void> {
  startElectronApp(electron, {
    createTerminal: (options) => {
      asked.push(options);
      return terminal;
    },
    feedUrl: 'ws://127.0.0.1:1/v1',
    feedMode: undefined,
    feedDeflate: undefined,
    preloadPath: '/app/preload/index.cjs',
    rendererFolder: '/app/renderer',
    platform: 'linux',
    monotonicMs: () => nowMs,
    later: (task) => laterTasks.push(task),
    onFault: (fault) => faults.push(fault),
    ...overrides,
  });
  await new Promise((resolve) => setImmediate(resolve));
}

describe('startElectronApp', () => {
  it('enables the sandbox and takes the lock before anything else', async () => {
    await start();
    expect(electron.app.calls).toEqual(['enableSandbox', 'requestSingleInstanceLock', 'whenReady']);
  });

  it('registers the app scheme before the app is ready', async () => {
    await start();
    expect(electron.schemes).toEqual([
      [
        {
          scheme: 'app',
          privileges: {
            standard: true,
            secure: true,
            supportFetchAPI: true,
            corsEnabled: true,
            codeCache: true,
          },
        },
      ],
    ]);
  });

  it('opens one window on the app page and shows it once painted', async () => {
    await start();
    expect(electron.window.loaded).toEqual(['app://touchline/index.html']);
    expect(electron.window.calls).toEqual([]);
    electron.window.emit('ready-to-show');
    expect(electron.window.calls).toEqual(['show']);
  });

  it('quits when it is the second instance, without a window or a terminal', async () => {
    electron.app.hasLock = false;
    await start();
    expect(electron.app.calls).toEqual(['enableSandbox', 'requestSingleInstanceLock', 'quit']);
    expect({ windows: electron.windows, asked }).toEqual({ windows: [], asked: [] });
  });

  it('brings its window to the front when a second instance is started', async () => {
    await start();
    electron.window.isIconified = true;
    electron.app.emit('second-instance');
    expect(electron.window.calls).toEqual(['restore', 'focus']);
  });

  it('connects to the feed it is given, or to where the simulator listens', async () => {
    await start();
    await start({ feedUrl: undefined }).catch(() => undefined);
    expect(asked[0]).toEqual({ feedUrl: 'ws://127.0.0.1:1/v1', mode: 'fast', deflate: false });
    electron = new FakeElectron();
    await start({ feedUrl: undefined });
    expect(asked.at(-1)).toEqual({ feedUrl: DEFAULT_FEED_URL, mode: 'fast', deflate: false });
  });

  it('reads the feed in the mode it is given', async () => {
    await start({ feedMode: 'calm' });
    expect(asked.at(-1)).toMatchObject({ mode: 'calm' });
  });

  it.each(['', 'slow'])('says so and exits when the mode is %j', async (feedMode) => {
    await start({ feedMode });
    expect(electron.errorBoxes[0]).toContain(
      `TOUCHLINE_FEED_MODE: expected fast or calm, received ${feedMode}`,
    );
    expect(electron.app.calls).toContain('exit 2');
    expect(electron.windows).toEqual([]);
  });

  it.each(['', 'http://127.0.0.1', 'file:///etc/passwd', 'x'])(
    'says so and exits when the feed is %j',
    async (feedUrl) => {
      await start({ feedUrl });
      expect(electron.errorBoxes[0]).toContain('expected ws:// or wss://');
      expect(electron.app.calls).toContain('exit 2');
      expect(electron.windows).toEqual([]);
    },
  );

  it('says so and exits when the start fails', async () => {
    await start({
      createTerminal: () => {
        throw new Error('planted');
      },
    });
    expect(electron.errorBoxes).toEqual(['Touchline cannot start: planted']);
    expect(electron.app.calls).toContain('exit 1');
  });

  it('shows the window and reports when the page cannot be loaded', async () => {
    const { BrowserWindow } = electron;
    Object.assign(electron, {
      BrowserWindow: class extends BrowserWindow {
        override loadURL(): Promise<void> {
          return Promise.reject(new Error('ERR_FAILED'));
        }
      },
    });
    await start();
    expect(faults).toEqual([new Error('ERR_FAILED')]);
    expect(electron.window.calls).toEqual(['show']);
  });

  it('quits when the window is closed and then closes the terminal', async () => {
    await start();
    electron.app.emit('window-all-closed');
    expect(electron.app.calls).toContain('quit');
    electron.app.emit('will-quit');
    expect(terminal.closed).toBe(1);
  });

  it('lets the page of its window talk to the terminal', async () => {
    terminal.answer = () => Promise.resolve([]);
    await start();
    const event = { sender: electron.window.webContents, senderFrame: new FakeFrame() };
    const answer = await electron.ipcMain.invoke('touchline:request', event, 'page', 'list-instruments');
    expect(answer).toEqual({ kind: 'answer', result: [] });
  });

  it('locks every web contents there will ever be, not only the window', async () => {
    await start();
    const { webContents } = electron.window;
    expect(webContents.openHandler?.({ url: 'https://evil.example/' })).toEqual({ action: 'deny' });
    expect(
      webContents.isPrevented('will-frame-navigate', { url: 'https://evil.example/', isMainFrame: true }),
    ).toBe(true);
  });

  it('closes file: to pages', async () => {
    await start();
    const answer = electron.session.defaultSession.schemes.get('file');
    expect((await answer?.(new Request('https://x/')))?.status).toBe(403);
  });

  it('has developer tools only when it is not packaged', async () => {
    await start();
    expect(JSON.stringify(electron.menu)).not.toContain('toggleDevTools');
    electron = new FakeElectron();
    electron.app.isPackaged = false;
    await start();
    expect(JSON.stringify(electron.menu)).toContain('toggleDevTools');
  });
});

describe('a renderer that dies', () => {
  function die(reason = 'crashed'): void {
    electron.window.webContents.emit('render-process-gone', {}, { reason });
    for (const task of laterTasks.splice(0)) task();
  }

  it('is reloaded, but not from within the event', async () => {
    await start();
    electron.window.webContents.emit('render-process-gone', {}, { reason: 'oom' });
    expect(electron.window.webContents.reloads).toBe(0);
    for (const task of laterTasks) task();
    expect(electron.window.webContents.reloads).toBe(1);
  });

  it('is left alone with a word after three deaths within a minute', async () => {
    await start();
    die();
    die();
    nowMs = 59_999;
    die();
    expect(electron.window.webContents.reloads).toBe(2);
    expect(electron.errorBoxes).toHaveLength(1);
  });

  it('is reloaded again and again when the deaths are far apart', async () => {
    await start();
    for (let death = 0; death < 5; death += 1) {
      die();
      nowMs += 30_000;
    }
    expect(electron.window.webContents.reloads).toBe(5);
  });

  it('is not reloaded when it ended on purpose or the window has gone', async () => {
    await start();
    die('clean-exit');
    electron.window.webContents.emit('render-process-gone', {}, { reason: 'killed' });
    electron.window.webContents.destroy();
    for (const task of laterTasks) task();
    expect(electron.window.webContents.reloads).toBe(0);
  });
});
