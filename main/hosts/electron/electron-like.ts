import type {
  App,
  BrowserWindowConstructorOptions,
  Dialog,
  IpcMain,
  Menu,
  Protocol,
  Session,
  Shell,
  Size,
  WebFrameMain,
} from 'electron';

// What this host uses of Electron. Taken from electron.d.ts where that can be; `on` is written out event by event,
// because Pick turns its `this` into the whole class, which no fake could be. main.ts hands in the real module, so the
// compiler compares every line here with electron.d.ts.

export type ElectronLike = {
  readonly app: AppLike;
  readonly BrowserWindow: new (options: BrowserWindowConstructorOptions) => WindowLike;
  readonly dialog: Pick<Dialog, 'showErrorBox'>;
  readonly ipcMain: Pick<IpcMain, 'handle'>;
  readonly Menu: Pick<typeof Menu, 'buildFromTemplate' | 'setApplicationMenu'>;
  readonly MessageChannelMain: new () => { port1: PortLike; port2: PortLike };
  readonly protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>;
  readonly screen: { getPrimaryDisplay(): { readonly workAreaSize: Size } };
  /** `defaultSession` may be read only after `whenReady`. */
  readonly session: { readonly defaultSession: SessionLike };
  readonly shell: Pick<Shell, 'openExternal'>;
};

export type AppLike = Pick<
  App,
  'enableSandbox' | 'exit' | 'isPackaged' | 'quit' | 'requestSingleInstanceLock' | 'whenReady'
> & {
  on(event: 'second-instance' | 'window-all-closed' | 'will-quit', listener: () => void): unknown;
  on(event: 'web-contents-created', listener: (event: unknown, contents: ContentsLike) => void): unknown;
};

export type SessionLike = Pick<
  Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
> & { readonly protocol: Pick<Protocol, 'handle'> };

export type WindowLike = {
  readonly webContents: ContentsLike;
  focus(): void;
  isDestroyed(): boolean;
  isMinimized(): boolean;
  loadURL(url: string): Promise<void>;
  restore(): void;
  show(): void;
  on(event: 'ready-to-show' | 'closed', listener: () => void): unknown;
};

export type Preventable = { preventDefault(): void };
export type ContentsLike = {
  readonly id: number;
  isDestroyed(): boolean;
  reload(): void;
  send(channel: string, ...args: unknown[]): void;
  setWindowOpenHandler(handler: (details: { readonly url: string }) => { action: 'deny' }): void;
  on(event: 'destroyed', listener: () => void): unknown;
  on(
    event: 'render-process-gone',
    listener: (event: unknown, details: { readonly reason: string }) => void,
  ): unknown;
  on(event: 'will-attach-webview', listener: (event: Preventable) => void): unknown;
  on(event: 'will-redirect', listener: (details: Preventable) => void): unknown;
  on(
    event: 'will-frame-navigate',
    listener: (details: Preventable & { readonly url: string; readonly isMainFrame: boolean }) => void,
  ): unknown;
};

export type PortLike = {
  close(): void;
  postMessage(message: unknown): void;
  start(): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
};

/** The frame an IPC message came from. Reading it after the frame is gone may throw. */
export type FrameLike = Pick<WebFrameMain, 'origin' | 'url' | 'detached'> & {
  readonly parent: unknown;
  postMessage(channel: string, message: unknown, transfer?: PortLike[]): void;
};

/** The event of `ipcMain.handle`. */
export type SenderEvent = {
  readonly sender: { readonly id: number };
  readonly senderFrame: FrameLike | null;
};
