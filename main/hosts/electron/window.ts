import type { Size, WebPreferences } from 'electron';
import { APP_ENTRY } from './app-protocol.ts';
import type { ElectronLike, WindowLike } from './electron-like.ts';

const WANTED: Size = { width: 1440, height: 900 };
/** The smallest size the layout is made for; a smaller screen gets what it has. */
const LEAST: Size = { width: 1024, height: 700 };
/** Token surface-0 of the dark theme: what shows before the first paint. */
const BACKGROUND = '#0d1014';

/** The page runs sandboxed in a world of its own, without Node, and may load only what its origin serves. */
export function secureWebPreferences(preloadPath: string, hasDevTools: boolean): WebPreferences {
  return {
    preload: preloadPath,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: hasDevTools,
  };
}

/** CSS pixels. */
type WindowSize = Size & { minWidth: number; minHeight: number };

/** The wanted size as far as the screen's work area has room for it. */
export function windowSize(workArea: Size): WindowSize {
  const width = Math.min(WANTED.width, workArea.width);
  const height = Math.min(WANTED.height, workArea.height);
  return {
    width,
    height,
    minWidth: Math.min(LEAST.width, width),
    minHeight: Math.min(LEAST.height, height),
  };
}

/** The one place where windows are made. Shown once painted, or when the page could not be loaded. */
export function openTerminalWindow(
  electron: Pick<ElectronLike, 'app' | 'BrowserWindow' | 'screen'>,
  preloadPath: string,
  admit: (window: WindowLike) => void,
  onFault: (error: unknown) => void,
): WindowLike {
  const window = new electron.BrowserWindow({
    ...windowSize(electron.screen.getPrimaryDisplay().workAreaSize),
    title: 'Touchline',
    backgroundColor: BACKGROUND,
    autoHideMenuBar: true,
    show: false,
    webPreferences: secureWebPreferences(preloadPath, !electron.app.isPackaged),
  });
  admit(window);
  window.on('ready-to-show', () => window.show());
  window.loadURL(APP_ENTRY).catch((error: unknown) => {
    onFault(error);
    if (!window.isDestroyed()) window.show();
  });
  return window;
}
