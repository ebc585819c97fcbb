import { FEED_MODES, type FeedMode } from '../../terminal/feed-mode.ts';
import type { Terminal, TerminalOptions } from '../../terminal/terminal-types.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import type { ContentsLike, ElectronLike, WindowLike } from './electron-like.ts';
import { IpcTransport } from './ipc-transport.ts';
import { menuTemplate } from './menu.ts';
import { lockNavigation } from './navigation-policy.ts';
import { denyPermissions } from './permissions.ts';
import { RendererRevival } from './renderer-revival.ts';
import { openTerminalWindow } from './window.ts';

/** Everything the app needs beside Electron itself. */
export type ElectronAppParts = {
  readonly createTerminal: (options: TerminalOptions) => Terminal;
  /** TOUCHLINE_FEED_URL, which the launcher sets; {@link DEFAULT_FEED_URL} when undefined. */
  readonly feedUrl: string | undefined;
  /** TOUCHLINE_FEED_MODE, which the launcher sets; `fast` when undefined. */
  readonly feedMode: string | undefined;
  /** `1` offers the feed to compress what it sends. */
  readonly feedDeflate: string | undefined;
  /** The preload bundle, absolute. */
  readonly preloadPath: string;
  /** The built renderer, absolute. */
  readonly rendererFolder: string;
  readonly platform: NodeJS.Platform;
  readonly monotonicMs: () => number;
  /** Runs a task on a later turn of the event loop. */
  readonly later: (task: () => void) => void;
  readonly onFault: (error: unknown) => void;
};

/** Where `npm run simulate` listens when nothing else is said. */
export const DEFAULT_FEED_URL = 'ws://127.0.0.1:7711/v1';

/**
 * Starts the desktop app: locks Electron down, starts the terminal and opens the one window. Never waits at the top
 * level, because an ES module that awaits `whenReady` keeps Electron from becoming ready.
 */
export function startElectronApp(electron: ElectronLike, parts: ElectronAppParts): void {
  const { app } = electron;
  app.enableSandbox();
  // The arguments of the second start are untrusted and are not looked at.
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const feedUrl = parts.feedUrl ?? DEFAULT_FEED_URL;
  const mode = FEED_MODES.find((known) => known === (parts.feedMode ?? 'fast'));
  if (!isFeedUrl(feedUrl) || mode === undefined) {
    electron.dialog.showErrorBox(
      'Touchline cannot start',
      mode === undefined
        ? `TOUCHLINE_FEED_MODE: expected ${FEED_MODES.join(' or ')}, received ${parts.feedMode ?? ''}`
        : `TOUCHLINE_FEED_URL: expected ws:// or wss://, received ${feedUrl}`,
    );
    app.exit(2);
    return;
  }
  registerAppScheme(electron.protocol);
  app.on('web-contents-created', (_event, contents) =>
    lockNavigation(contents, electron.shell, parts.onFault),
  );
  app.on('window-all-closed', () => app.quit());
  app
    .whenReady()
    .then(() => openApp(electron, parts, { feedUrl, mode, deflate: parts.feedDeflate === '1' }))
    .catch((error: unknown) => {
      parts.onFault(error);
      electron.dialog.showErrorBox(
        'Touchline cannot start',
        error instanceof Error ? error.message : String(error),
      );
      app.exit(1);
    });
}

function openApp(
  electron: ElectronLike,
  parts: ElectronAppParts,
  feed: { readonly feedUrl: string; readonly mode: FeedMode; readonly deflate: boolean },
): void {
  const { defaultSession } = electron.session;
  denyPermissions(defaultSession);
  serveApp(defaultSession, parts.rendererFolder);
  electron.Menu.setApplicationMenu(
    electron.Menu.buildFromTemplate(menuTemplate(parts.platform, electron.app.isPackaged)),
  );
  // The terminal shares the main process with the windows for now. It knows nothing of Electron, so that it can move
  // into a utility process of its own behind the same two doors.
  const terminal = parts.createTerminal(feed);
  electron.app.on('will-quit', () => terminal.close());
  const transport = new IpcTransport(electron, terminal, parts.onFault);
  const window = openTerminalWindow(
    electron,
    parts.preloadPath,
    ({ webContents }) => {
      transport.admit(webContents);
      reviveRenderer(webContents, electron, parts);
    },
    parts.onFault,
  );
  electron.app.on('second-instance', () => bringToFront(window));
}

function reviveRenderer(contents: ContentsLike, { dialog }: ElectronLike, parts: ElectronAppParts): void {
  const revival = new RendererRevival();
  contents.on('render-process-gone', (_event, { reason }) => {
    const verdict = revival.judge(reason, parts.monotonicMs());
    if (verdict === 'ignore') return;
    parts.onFault(new Error(`the window's renderer died: ${reason}`));
    // Not from within the event: reloading inside the crash path takes the main process down with it.
    parts.later(() => {
      if (contents.isDestroyed()) return;
      if (verdict === 'reload') contents.reload();
      else
        dialog.showErrorBox(
          'The window keeps failing',
          `It stopped three times within a minute (${reason}).`,
        );
    });
  });
}

function bringToFront(window: WindowLike): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}

function isFeedUrl(text: string): boolean {
  const protocol = URL.parse(text)?.protocol;
  return protocol === 'ws:' || protocol === 'wss:';
}
