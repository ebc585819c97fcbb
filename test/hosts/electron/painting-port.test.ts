import { beforeEach, describe, expect, it } from 'vitest';
import { TerminalError } from '../../../main/contract/terminal-error.ts';
import type { SenderEvent } from '../../../main/hosts/electron/electron-like.ts';
import { IpcTransport } from '../../../main/hosts/electron/ipc-transport.ts';
import { MAX_MALFORMED_MESSAGES, MAX_PAINTING_REQUESTS } from '../../../main/hosts/electron/painting-port.ts';
import {
  FakeContents,
  FakeFrame,
  FakeIpcMain,
  FakeMessageChannel,
  FakePort,
} from '../../support/fake-electron.ts';
import { FakeTerminal } from '../../support/fake-terminal.ts';

const PAINTING = 'touchline:painting-port';

let ipcMain: FakeIpcMain;
let terminal: FakeTerminal;
let contents: FakeContents;
let frame: FakeFrame;
let faults: unknown[];
let sender: SenderEvent;

beforeEach(() => {
  ipcMain = new FakeIpcMain();
  terminal = new FakeTerminal();
  contents = new FakeContents();
  frame = new FakeFrame();
  faults = [];
  const electron = { ipcMain, MessageChannelMain: FakeMessageChannel };
  new IpcTransport(electron, terminal, (fault) => faults.push(fault)).admit(contents);
  sender = { sender: contents, senderFrame: frame };
});

/** @returns the worker's end and what arrives on it */
async function openPort(page = 'page-1'): Promise<{ port: FakePort; received: unknown[] }> {
  expect(await ipcMain.invoke(PAINTING, sender, page)).toEqual({ kind: 'answer', result: undefined });
  const { message, ports } = frame.posted.at(-1) ?? { message: null, ports: [] };
  const [port] = ports;
  if (!(port instanceof FakePort)) throw new Error('no port was posted');
  expect(message).toBe(page);
  const received: unknown[] = [];
  port.on('message', ({ data }: { data: unknown }) => received.push(data));
  port.start();
  return { port, received };
}

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

describe('PaintingPort', () => {
  it('is a window of the terminal of its own, beside that of the page', async () => {
    await ipcMain.invoke('touchline:frame-port', sender, 'page-1');
    await openPort();
    expect(terminal.windows).toHaveLength(2);
  });

  it('carries requests, answers, pushes, frames and acknowledgements', async () => {
    terminal.answer = ({ channel, input }) => Promise.resolve({ channel, input });
    const { port, received } = await openPort();
    port.postMessage({ kind: 'request', id: 3, channel: 'open-view', input: { kind: 'tape' } });
    await turn();
    terminal.window.port.push('host-beat', { beat: 1 });
    terminal.window.port.pushFrame(Float64Array.of(1, 42));
    port.postMessage({ kind: 'acknowledge', frame: 42 });
    expect(received).toEqual([
      { kind: 'answer', id: 3, result: { channel: 'open-view', input: { kind: 'tape' } } },
      { kind: 'push', channel: 'host-beat', payload: { beat: 1 } },
      Float64Array.of(1, 42),
    ]);
    expect(terminal.window.acknowledged).toEqual([42]);
  });

  it('sends only the frame when it is a view on a larger buffer', async () => {
    const { received } = await openPort();
    terminal.window.port.pushFrame(new Float64Array(new ArrayBuffer(80_000), 8, 2));
    expect((received[0] as Float64Array).buffer.byteLength).toBe(16);
  });

  it('passes a refusal on with its code and keeps the text of a fault to itself', async () => {
    const { port, received } = await openPort();
    terminal.answer = () => Promise.reject(new TerminalError('TERMINAL_UNKNOWN_VIEW', 'expected a view'));
    port.postMessage({ kind: 'request', id: 1, channel: 'close-view', input: {} });
    await turn();
    terminal.answer = () => Promise.reject(new Error('ENOENT /secret/path'));
    port.postMessage({ kind: 'request', id: 2, channel: 'close-view', input: {} });
    await turn();
    expect(received).toEqual([
      { kind: 'refusal', id: 1, code: 'TERMINAL_UNKNOWN_VIEW', message: 'expected a view' },
      { kind: 'refusal', id: 2, code: 'TERMINAL_INTERNAL', message: 'the terminal failed to answer' },
    ]);
    expect(faults).toEqual([new Error('ENOENT /secret/path')]);
  });

  it('refuses one request more than may be under way', async () => {
    terminal.answer = () => new Promise(() => {});
    const { port, received } = await openPort();
    for (let id = 0; id <= MAX_PAINTING_REQUESTS; id += 1)
      port.postMessage({ kind: 'request', id, channel: 'a' });
    expect(received).toEqual([expect.objectContaining({ kind: 'refusal', id: MAX_PAINTING_REQUESTS })]);
  });

  it.each([
    null,
    7,
    'text',
    {},
    { kind: 'acknowledge', frame: -1 },
    { kind: 'request', id: 1.5, channel: 'a' },
  ])('refuses %j and passes nothing on', async (message) => {
    const { port, received } = await openPort();
    port.postMessage(message);
    expect(received).toEqual([expect.objectContaining({ code: 'TERMINAL_INVALID_INPUT' })]);
    expect([terminal.window.asked, terminal.window.acknowledged]).toEqual([[], []]);
    expect(faults).toHaveLength(1);
  });

  it('closes its window after too many malformed messages', async () => {
    const { port } = await openPort();
    for (let sent = 0; sent < MAX_MALFORMED_MESSAGES + 5; sent += 1) port.postMessage('x');
    expect(faults).toHaveLength(MAX_MALFORMED_MESSAGES);
    expect(terminal.window.closed).toBe(1);
  });

  it('closes its window when the worker is gone, and leaves that of the page', async () => {
    await ipcMain.invoke('touchline:frame-port', sender, 'page-1');
    const { port } = await openPort();
    port.close();
    expect(terminal.windows.map(({ closed }) => closed)).toEqual([0, 1]);
  });

  it.each(['render-process-gone', 'destroyed'])('closes with the page on %s', async (event) => {
    await openPort();
    contents.emit(event, {}, { reason: 'crashed' });
    expect(terminal.windows.map(({ closed }) => closed)).toEqual([1, 1]);
    terminal.window.port.pushFrame(Float64Array.of(1));
    terminal.window.port.push('host-beat', { beat: 1 });
  });

  it('is given once a page, and anew to the next document', async () => {
    await openPort();
    expect(await ipcMain.invoke(PAINTING, sender, 'page-1')).toMatchObject({
      code: 'TERMINAL_INVALID_INPUT',
    });
    await openPort('page-2');
    expect(terminal.windows.map(({ closed }) => closed)).toEqual([1, 1, 0, 0]);
  });
});
