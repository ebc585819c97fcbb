import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HostConnection } from '../../../main/contract/host-transport.ts';
import type { ClientFault } from '../../../renderer/api/client-fault.ts';
import { createWebTransport, HOST_PATIENCE_MS } from '../../../renderer/api/web-transport.ts';

/** The part of a browser's WebSocket that the transport touches. */
class FakeSocket {
  binaryType = 'blob';
  readonly sent: unknown[] = [];
  closedWith: number | null = null;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly subProtocols: readonly string[];
  constructor(subProtocols: readonly string[]) {
    this.subProtocols = subProtocols;
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(code: number): void {
    this.closedWith = code;
  }
  says(message: unknown): void {
    this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) });
  }
}

function open(token = 'abc') {
  const sockets: FakeSocket[] = [];
  const faults: ClientFault[] = [];
  const connections: HostConnection[] = [];
  const transport = createWebTransport({
    url: 'ws://127.0.0.1:1/terminal',
    token,
    report: (fault) => faults.push(fault),
    random: () => 0,
    openSocket: (_url, subProtocols) => {
      const socket = new FakeSocket(subProtocols);
      sockets.push(socket);
      // The transport uses no more of a WebSocket than the fake has.
      return socket as unknown as WebSocket;
    },
  });
  transport.onConnection((connection) => connections.push(connection));
  const newest = (): FakeSocket => {
    const socket = sockets.at(-1);
    if (socket === undefined) throw new Error('expected a socket');
    return socket;
  };
  return { transport, sockets, faults, connections, newest };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('createWebTransport', () => {
  it('offers the contract and the token as sub-protocols', () => {
    expect(open('s3cret').newest().subProtocols).toEqual(['touchline.terminal.v1', 'token.s3cret']);
  });

  it('is denied without a token, and asks nobody', () => {
    const { connections, sockets } = open('');
    expect([connections, sockets.length]).toEqual([['denied'], 0]);
  });

  it('matches answers and refusals to their requests by id', async () => {
    const { transport, newest } = open();
    newest().onopen?.();
    const first = transport.request('list-instruments', undefined);
    const second = transport.request('open-view', { kind: 'watchlist' });
    newest().says({ kind: 'refusal', id: 2, code: 'TERMINAL_TOO_MANY_VIEWS', message: 'too many' });
    newest().says({ kind: 'answer', id: 1, result: [] });
    await expect(first).resolves.toEqual([]);
    await expect(second).rejects.toMatchObject({ code: 'TERMINAL_TOO_MANY_VIEWS', message: 'too many' });
    expect(newest().sent).toEqual([
      { kind: 'request', id: 1, channel: 'list-instruments' },
      { kind: 'request', id: 2, channel: 'open-view', input: { kind: 'watchlist' } },
    ]);
  });

  it('hands pushes to the listeners of their channel and frames to theirs', () => {
    const { transport, newest } = open();
    const seen: unknown[] = [];
    transport.subscribe('host-beat', (payload) => seen.push(payload));
    transport.subscribe('instruments', () => expect.unreachable());
    transport.frames.onFrame((frame) => seen.push(frame.byteLength));
    newest().onopen?.();
    newest().says({ kind: 'push', channel: 'host-beat', payload: { beat: 1 } });
    newest().onmessage?.({ data: new ArrayBuffer(32) });
    transport.frames.acknowledge(5);
    expect(seen).toEqual([{ beat: 1 }, 32]);
    expect(newest().sent).toEqual([{ kind: 'acknowledge', frame: 5 }]);
  });

  it('rejects what was asked when the host goes, and connects again with a growing wait', async () => {
    const { transport, newest, sockets, connections } = open();
    newest().onopen?.();
    const asked = transport.request('list-instruments', undefined);
    newest().onclose?.({ code: 1006 });
    await expect(asked).rejects.toMatchObject({ code: 'TERMINAL_HOST_GONE' });
    vi.advanceTimersByTime(125);
    expect(sockets.length).toBe(2);
    newest().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(249);
    expect(sockets.length).toBe(2);
    vi.advanceTimersByTime(1);
    expect(sockets.length).toBe(3);
    newest().onopen?.();
    expect(connections).toEqual(['connecting', 'open', 'closed', 'open']);
  });

  it('gives up when the host denies the window', () => {
    const { newest, sockets, connections } = open();
    newest().onopen?.();
    newest().onclose?.({ code: 4401 });
    vi.advanceTimersByTime(60_000);
    expect([connections.at(-1), sockets.length]).toEqual(['denied', 1]);
  });

  it('drops a host that does not answer, without waiting for it to agree', async () => {
    const { transport, newest, connections } = open();
    newest().onopen?.();
    const asked = transport.request('read-feed-health', undefined);
    const refused = expect(asked).rejects.toMatchObject({ code: 'TERMINAL_HOST_GONE' });
    vi.advanceTimersByTime(HOST_PATIENCE_MS);
    await refused;
    expect([connections.at(-1), newest().closedWith]).toEqual(['closed', 4408]);
  });

  it('drops a handshake that never ends', () => {
    const { sockets, connections } = open();
    vi.advanceTimersByTime(HOST_PATIENCE_MS + 125);
    expect([sockets.length, connections.at(-1)]).toEqual([2, 'closed']);
  });

  it.each(['not json', '5', '{"kind":"push","channel":"no-such"}', '{"kind":"answer"}'])(
    'reports %s and starts a new connection',
    (text) => {
      const { newest, faults, connections } = open();
      newest().onopen?.();
      newest().says(text);
      expect([faults[0]?.code, connections.at(-1)]).toEqual(['HOST_UNREADABLE', 'closed']);
    },
  );

  it('refuses requests while there is no connection', async () => {
    await expect(open().transport.request('list-instruments', undefined)).rejects.toMatchObject({
      code: 'TERMINAL_HOST_GONE',
    });
  });

  it('leaves no timer behind when it is closed', () => {
    const { transport, newest, sockets } = open();
    newest().onopen?.();
    transport.close();
    vi.advanceTimersByTime(60_000);
    expect([sockets.length, vi.getTimerCount(), newest().closedWith]).toEqual([1, 0, 1000]);
  });
});
