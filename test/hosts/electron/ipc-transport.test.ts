import { beforeEach, describe, expect, it } from 'vitest';
import { TerminalError } from '../../../main/contract/terminal-error.ts';
import type { SenderEvent } from '../../../main/hosts/electron/electron-like.ts';
import { MAX_MALFORMED_ACKNOWLEDGEMENTS } from '../../../main/hosts/electron/frame-port.ts';
import { IpcTransport } from '../../../main/hosts/electron/ipc-transport.ts';
import { MAX_REQUESTS_UNDER_WAY } from '../../../main/hosts/electron/ipc-window-link.ts';
import {
  FakeContents,
  FakeFrame,
  FakeIpcMain,
  FakeMessageChannel,
  FakePort,
} from '../../support/fake-electron.ts';
import { FakeTerminal } from '../../support/fake-terminal.ts';

const REQUEST = 'touchline:request';
const PORT = 'touchline:frame-port';
const PAINTING = 'touchline:painting-port';

let ipcMain: FakeIpcMain;
let terminal: FakeTerminal;
let contents: FakeContents;
let frame: FakeFrame;
let faults: unknown[];
let transport: IpcTransport;
let sender: SenderEvent;

beforeEach(() => {
  ipcMain = new FakeIpcMain();
  terminal = new FakeTerminal();
  contents = new FakeContents();
  frame = new FakeFrame();
  faults = [];
  transport = new IpcTransport({ ipcMain, MessageChannelMain: FakeMessageChannel }, terminal, (fault) =>
    faults.push(fault),
  );
  transport.admit(contents);
  sender = { sender: contents, senderFrame: frame };
});

/** Asks for the frame port as a page does. @returns the page's end and what arrives on it */
async function openPort(page = 'page-1'): Promise<{ port: FakePort; received: unknown[] }> {
  expect(await ipcMain.invoke(PORT, sender, page)).toEqual({ kind: 'answer', result: undefined });
  const port = frame.posted.at(-1)?.ports[0];
  if (!(port instanceof FakePort)) throw new Error('no port was posted');
  const received: unknown[] = [];
  port.on('message', ({ data }: { data: unknown }) => received.push(data));
  port.start();
  return { port, received };
}

describe('IpcTransport', () => {
  it('opens exactly three doors', () => {
    expect([...ipcMain.handlers.keys()]).toEqual([REQUEST, PORT, PAINTING]);
  });

  it('answers a request with a value', async () => {
    terminal.answer = ({ channel, input }) => Promise.resolve({ channel, input });
    expect(await ipcMain.invoke(REQUEST, sender, 'page-1', 'open-view', { kind: 'watchlist' })).toEqual({
      kind: 'answer',
      result: { channel: 'open-view', input: { kind: 'watchlist' } },
    });
    expect(terminal.windows).toHaveLength(1);
  });

  it('turns a refusal into a value with its code', async () => {
    terminal.answer = () =>
      Promise.reject(new TerminalError('TERMINAL_UNKNOWN_VIEW', 'expected an open view'));
    const refusal = { kind: 'refusal', code: 'TERMINAL_UNKNOWN_VIEW', message: 'expected an open view' };
    expect(await ipcMain.invoke(REQUEST, sender, 'page-1', 'close-view', {})).toEqual(refusal);
  });

  it('keeps the text of a fault from the page and reports it', async () => {
    terminal.answer = () => Promise.reject(new Error('ENOENT /secret/path'));
    const answer = await ipcMain.invoke(REQUEST, sender, 'page-1', 'list-instruments');
    expect(answer).toEqual({
      kind: 'refusal',
      code: 'TERMINAL_INTERNAL',
      message: 'the terminal failed to answer',
    });
    expect(faults).toEqual([new Error('ENOENT /secret/path')]);
  });

  it.each([undefined, null, 7, {}, ['open-view']])('refuses the channel %j', async (channel) => {
    const answer = await ipcMain.invoke(REQUEST, sender, 'page-1', channel);
    expect(answer).toMatchObject({ kind: 'refusal', code: 'TERMINAL_INVALID_INPUT' });
    expect(terminal.windows).toEqual([]);
  });

  it('refuses one request more than may be under way', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    terminal.answer = () => gate;
    const under = Array.from({ length: MAX_REQUESTS_UNDER_WAY }, () =>
      ipcMain.invoke(REQUEST, sender, 'page-1', 'a'),
    );
    expect(await ipcMain.invoke(REQUEST, sender, 'page-1', 'a')).toMatchObject({ kind: 'refusal' });
    release();
    await Promise.all(under);
    expect(await ipcMain.invoke(REQUEST, sender, 'page-1', 'a')).toMatchObject({ kind: 'answer' });
  });
});

describe('the check of the sender', () => {
  const gone: SenderEvent = {
    sender: { id: 1 },
    get senderFrame(): never {
      throw new Error('Render frame was disposed before WebFrameMain could be accessed');
    },
  };
  it.each<[string, (own: SenderEvent) => SenderEvent]>([
    ['a null frame', ({ sender }) => ({ sender, senderFrame: null })],
    ['a disposed frame', () => gone],
    ['a detached frame', ({ sender }) => ({ sender, senderFrame: new FakeFrame({ detached: true }) })],
    ['a child frame', ({ sender }) => ({ sender, senderFrame: new FakeFrame({ parent: new FakeFrame() }) })],
    [
      'a web page',
      ({ sender }) => ({ sender, senderFrame: new FakeFrame({ origin: 'https://evil.example' }) }),
    ],
    ['an opaque origin', ({ sender }) => ({ sender, senderFrame: new FakeFrame({ origin: 'null' }) })],
    ['about:blank', ({ sender }) => ({ sender, senderFrame: new FakeFrame({ url: 'about:blank' }) })],
    ['an empty address', ({ sender }) => ({ sender, senderFrame: new FakeFrame({ url: '', origin: '' }) })],
    [
      'a file',
      ({ sender }) => ({ sender, senderFrame: new FakeFrame({ origin: 'file://', url: 'file:///a' }) }),
    ],
    [
      'a longer host',
      ({ sender }) => ({ sender, senderFrame: new FakeFrame({ origin: 'app://touchline.evil' }) }),
    ],
    ['another host', ({ sender }) => ({ sender, senderFrame: new FakeFrame({ origin: 'app://other' }) })],
    ['contents that are no window of ours', ({ senderFrame }) => ({ sender: { id: 999_999 }, senderFrame })],
  ])('refuses %s at every door and counts it', async (_case, bad) => {
    const refusal = { kind: 'refusal', code: 'TERMINAL_UNTRUSTED_SENDER' };
    expect(await ipcMain.invoke(REQUEST, bad(sender), 'page-1', 'list-instruments')).toMatchObject(refusal);
    expect(await ipcMain.invoke(PORT, bad(sender), 'page-1')).toMatchObject(refusal);
    expect(await ipcMain.invoke(PAINTING, bad(sender), 'page-1')).toMatchObject(refusal);
    expect(transport.untrustedSenders).toBe(3);
    expect(terminal.windows).toEqual([]);
    expect(frame.posted).toEqual([]);
  });

  it.each([undefined, 7, 'x'.repeat(65)])(
    'refuses a message without a proper document id (%j)',
    async (page) => {
      const answer = await ipcMain.invoke(REQUEST, sender, page, 'list-instruments');
      expect(answer).toMatchObject({ code: 'TERMINAL_UNTRUSTED_SENDER' });
    },
  );

  it('refuses the window after it is gone', async () => {
    contents.destroy();
    const answer = await ipcMain.invoke(REQUEST, sender, 'page-1', 'list-instruments');
    expect(answer).toMatchObject({ code: 'TERMINAL_UNTRUSTED_SENDER' });
    expect(transport.windowCount).toBe(0);
  });
});

describe('IpcWindowLink', () => {
  it('sends pushes to the window and drops them once it is destroyed', async () => {
    await openPort();
    terminal.window.port.push('host-beat', { beat: 1 });
    contents.destroy();
    terminal.window.port.push('host-beat', { beat: 2 });
    expect(contents.sent).toEqual([['touchline:push', 'host-beat', { beat: 1 }]]);
    expect(faults).toEqual([]);
  });

  it('reports a push into a frame that was disposed in between, and goes on', async () => {
    await openPort();
    contents.send = () => {
      throw new Error('Render frame was disposed');
    };
    terminal.window.port.push('host-beat', { beat: 1 });
    expect(faults).toEqual([new Error('Render frame was disposed')]);
  });

  it('carries frames out and acknowledgements back over the port', async () => {
    const { port, received } = await openPort();
    terminal.window.port.pushFrame(Float64Array.of(1, 42));
    expect(received).toEqual([Float64Array.of(1, 42)]);
    port.postMessage({ acknowledge: 42 });
    expect(terminal.window.acknowledged).toEqual([42]);
  });

  it('sends only the frame when it is a view on a larger buffer', async () => {
    const { received } = await openPort();
    terminal.window.port.pushFrame(new Float64Array(new ArrayBuffer(80_000), 8, 2));
    expect((received[0] as Float64Array).buffer.byteLength).toBe(16);
  });

  it('keeps the frames that come before the port, as many as may be in flight', async () => {
    terminal.answer = () => Promise.resolve({ viewId: 1 });
    await ipcMain.invoke(REQUEST, sender, 'page-1', 'open-view', { kind: 'watchlist' });
    for (const number of [1, 2, 3]) terminal.window.port.pushFrame(Float64Array.of(number));
    const { received } = await openPort();
    expect(received).toEqual([Float64Array.of(1), Float64Array.of(2)]);
  });

  it('gives one port a page', async () => {
    await openPort();
    expect(await ipcMain.invoke(PORT, sender, 'page-1')).toMatchObject({ code: 'TERMINAL_INVALID_INPUT' });
    expect(frame.posted).toHaveLength(1);
  });

  it('starts anew with the next document of the window', async () => {
    const old = await openPort('page-1');
    const [oldWindow] = terminal.windows;
    const { received } = await openPort('page-2');
    expect(oldWindow?.closed).toBe(1);
    expect(terminal.windows).toHaveLength(2);
    oldWindow?.port.pushFrame(Float64Array.of(1));
    terminal.window.port.pushFrame(Float64Array.of(2));
    expect(received).toEqual([Float64Array.of(2)]);
    expect(old.received).toEqual([]);
  });

  it.each(['render-process-gone', 'destroyed'])(
    'closes the terminal window and the port on %s',
    async (event) => {
      const { port } = await openPort();
      let closed = 0;
      port.on('close', () => (closed += 1));
      contents.emit(event, {}, { reason: 'crashed' });
      expect({ closed, windows: terminal.window.closed }).toEqual({ closed: 1, windows: 1 });
      terminal.window.port.pushFrame(Float64Array.of(1));
    },
  );

  it('starts anew when the frame is gone before the port reaches it', async () => {
    frame.postMessage = () => {
      throw new Error('Render frame was disposed');
    };
    expect(await ipcMain.invoke(PORT, sender, 'page-1')).toMatchObject({ code: 'TERMINAL_HOST_GONE' });
    expect(terminal.window.closed).toBe(1);
  });
});

describe('FramePort', () => {
  it.each([
    null,
    7,
    {},
    { acknowledge: '1' },
    { acknowledge: -1 },
    { acknowledge: 1.5 },
    { acknowledge: NaN },
  ])('reports the acknowledgement %j and passes nothing on', async (message) => {
    const { port } = await openPort();
    port.postMessage(message);
    expect(terminal.window.acknowledged).toEqual([]);
    expect(faults).toHaveLength(1);
  });

  it('closes after too many malformed acknowledgements', async () => {
    const { port } = await openPort();
    for (let sent = 0; sent < MAX_MALFORMED_ACKNOWLEDGEMENTS + 5; sent += 1) port.postMessage('x');
    port.postMessage({ acknowledge: 1 });
    expect(faults).toHaveLength(MAX_MALFORMED_ACKNOWLEDGEMENTS);
    expect(terminal.window.acknowledged).toEqual([]);
  });

  it('drops frames when the page has closed its end', async () => {
    const { port, received } = await openPort();
    port.close();
    terminal.window.port.pushFrame(Float64Array.of(1));
    expect(received).toEqual([]);
  });
});
