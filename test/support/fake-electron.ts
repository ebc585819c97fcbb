import { EventEmitter } from 'node:events';
import type {
  BrowserWindowConstructorOptions,
  IpcMain,
  IpcMainInvokeEvent,
  Menu,
  MenuItemConstructorOptions,
  Protocol,
  Session,
  Size,
} from 'electron';
import { APP_ENTRY, APP_ORIGIN } from '../../main/hosts/electron/app-protocol.ts';
import type {
  AppLike,
  ContentsLike,
  ElectronLike,
  FrameLike,
  PortLike,
  SenderEvent,
  SessionLike,
  WindowLike,
} from '../../main/hosts/electron/electron-like.ts';

// Stand-ins for Electron 45. Each behaviour relied on, with its place in Electron's documents:
// - ipcMain.handle throws for a second handler of a channel; arguments and results are cloned     (api/ipc-main)
// - webContents throws "Object has been destroyed" when used after `destroyed`                      (api/web-contents)
// - MessagePortMain clones, holds messages until start(), is silent once either end is closed       (api/message-port-main)
// - web-contents-created fires while a BrowserWindow is being constructed                           (api/app)

type Handler = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown;

export class FakeIpcMain implements Pick<IpcMain, 'handle'> {
  readonly handlers = new Map<string, Handler>();

  handle(channel: string, listener: Handler): void {
    if (this.handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.handlers.set(channel, listener);
  }

  /** As `ipcRenderer.invoke` would from a frame. */
  async invoke(channel: string, event: SenderEvent, ...args: unknown[]): Promise<unknown> {
    const handler = this.handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    const cloned = args.map((arg) => structuredClone(arg));
    return structuredClone(await handler(event as unknown as IpcMainInvokeEvent, ...cloned));
  }
}

export class FakePort extends EventEmitter implements PortLike {
  other: FakePort | null = null;
  #isStarted = false;
  #isClosed = false;
  readonly #held: unknown[] = [];

  postMessage(message: unknown): void {
    if (!this.#isClosed) this.other?.receive(structuredClone(message));
  }

  receive(message: unknown): void {
    if (this.#isClosed) return;
    if (this.#isStarted) this.emit('message', { data: message });
    else this.#held.push(message);
  }

  start(): void {
    this.#isStarted = true;
    for (const message of this.#held.splice(0)) this.emit('message', { data: message });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.other?.close();
    this.emit('close');
  }
}

export class FakeMessageChannel {
  readonly port1 = new FakePort();
  readonly port2 = new FakePort();
  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}

type Posted = { readonly channel: string; readonly message: unknown; readonly ports: PortLike[] };

/** A frame; a main frame showing our page unless told otherwise. */
export class FakeFrame implements FrameLike {
  readonly origin: string;
  readonly url: string;
  readonly parent: unknown;
  readonly detached: boolean;
  readonly posted: Posted[] = [];

  constructor(overrides: Partial<Pick<FrameLike, 'origin' | 'url' | 'parent' | 'detached'>> = {}) {
    this.origin = overrides.origin ?? APP_ORIGIN;
    this.url = overrides.url ?? APP_ENTRY;
    this.parent = overrides.parent ?? null;
    this.detached = overrides.detached ?? false;
  }

  postMessage(channel: string, message: unknown, transfer: PortLike[] = []): void {
    this.posted.push({ channel, message: structuredClone(message), ports: transfer });
  }
}

export class FakeContents extends EventEmitter implements ContentsLike {
  static #lastId = 0;
  readonly id = (FakeContents.#lastId += 1);
  readonly sent: unknown[][] = [];
  reloads = 0;
  openHandler: ((details: { url: string }) => { action: 'deny' }) | null = null;
  #isDestroyed = false;

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  send(...message: unknown[]): void {
    this.#assertAlive();
    this.sent.push(structuredClone(message));
  }

  reload(): void {
    this.#assertAlive();
    this.reloads += 1;
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: 'deny' }): void {
    this.#assertAlive();
    this.openHandler = handler;
  }

  destroy(): void {
    this.#isDestroyed = true;
    this.emit('destroyed');
  }

  /** Fires an event that can be prevented. @returns whether it was */
  isPrevented(event: string, details: object = {}): boolean {
    let isPrevented = false;
    this.emit(event, { ...details, preventDefault: () => (isPrevented = true) });
    return isPrevented;
  }

  #assertAlive(): void {
    if (this.#isDestroyed) throw new TypeError('Object has been destroyed');
  }
}

export class FakeWindow extends EventEmitter implements WindowLike {
  readonly webContents = new FakeContents();
  readonly options: BrowserWindowConstructorOptions;
  readonly loaded: string[] = [];
  readonly calls: string[] = [];
  isIconified = false;

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
  }

  focus(): void {
    this.calls.push('focus');
  }
  isDestroyed(): boolean {
    return this.webContents.isDestroyed();
  }
  isMinimized(): boolean {
    return this.isIconified;
  }
  loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    return Promise.resolve();
  }
  restore(): void {
    this.calls.push('restore');
  }
  show(): void {
    this.calls.push('show');
  }
}

export class FakeApp extends EventEmitter implements AppLike {
  readonly calls: string[] = [];
  isPackaged = true;
  hasLock = true;

  enableSandbox(): void {
    this.calls.push('enableSandbox');
  }
  exit(code?: number): void {
    this.calls.push(`exit ${code}`);
  }
  quit(): void {
    this.calls.push('quit');
  }
  requestSingleInstanceLock(): boolean {
    this.calls.push('requestSingleInstanceLock');
    return this.hasLock;
  }
  whenReady(): Promise<void> {
    this.calls.push('whenReady');
    return Promise.resolve();
  }
}

type Answer = Parameters<Protocol['handle']>[1];

export class FakeSession implements SessionLike {
  requestHandler: Parameters<Session['setPermissionRequestHandler']>[0] = null;
  checkHandler: Parameters<Session['setPermissionCheckHandler']>[0] = null;
  deviceHandler: Parameters<Session['setDevicePermissionHandler']>[0] = null;
  readonly schemes = new Map<string, Answer>();
  readonly protocol: Pick<Protocol, 'handle'> = {
    handle: (scheme, answer) => {
      if (this.schemes.has(scheme)) throw new Error(`protocol.handle: ${scheme} is handled already`);
      this.schemes.set(scheme, answer);
    },
  };

  setPermissionRequestHandler(handler: typeof this.requestHandler): void {
    this.requestHandler = handler;
  }
  setPermissionCheckHandler(handler: typeof this.checkHandler): void {
    this.checkHandler = handler;
  }
  setDevicePermissionHandler(handler: typeof this.deviceHandler): void {
    this.deviceHandler = handler;
  }
}

/** The whole module, with what was done to it. */
export class FakeElectron implements ElectronLike {
  readonly app = new FakeApp();
  readonly ipcMain = new FakeIpcMain();
  readonly session = { defaultSession: new FakeSession() };
  readonly windows: FakeWindow[] = [];
  readonly errorBoxes: string[] = [];
  readonly opened: string[] = [];
  readonly schemes: Parameters<Protocol['registerSchemesAsPrivileged']>[0][] = [];
  menu: MenuItemConstructorOptions[] = [];
  workAreaSize: Size = { width: 1_920, height: 1_080 };

  readonly MessageChannelMain = FakeMessageChannel;
  readonly BrowserWindow = fakeWindowClass(this.windows, this.app);
  readonly dialog = {
    showErrorBox: (title: string, content: string) => void this.errorBoxes.push(`${title}: ${content}`),
  };
  readonly screen = { getPrimaryDisplay: () => ({ workAreaSize: this.workAreaSize }) };
  readonly shell = {
    openExternal: (url: string) => {
      this.opened.push(url);
      return Promise.resolve();
    },
  };
  readonly protocol: ElectronLike['protocol'] = {
    registerSchemesAsPrivileged: (schemes) => {
      if (this.app.calls.includes('whenReady'))
        throw new Error('schemes must be registered before the app is ready');
      this.schemes.push(schemes);
    },
  };
  readonly Menu: ElectronLike['Menu'] = {
    buildFromTemplate: (template) => {
      this.menu = template as MenuItemConstructorOptions[];
      return {} as Menu;
    },
    setApplicationMenu: () => undefined,
  };

  get window(): FakeWindow {
    const [window] = this.windows;
    if (window === undefined) throw new Error('no window was opened');
    return window;
  }
}

function fakeWindowClass(windows: FakeWindow[], app: FakeApp) {
  return class extends FakeWindow {
    constructor(options: BrowserWindowConstructorOptions) {
      super(options);
      windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
  };
}
