import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_SOCKET_MESSAGE_BYTES } from '../../../main/contract/socket-messages.ts';
import { TerminalError } from '../../../main/contract/terminal-error.ts';
import { MAX_SOCKETS } from '../../../main/hosts/web/websocket-transport.ts';
import { closeCode, nextMessage, refusalStatus, TOKEN, WebHostRig } from '../../support/web-host-rig.ts';

let rig: WebHostRig;
beforeEach(async () => {
  rig = await WebHostRig.start();
});
afterEach(async () => {
  await rig.close();
  expect(rig.pingTimers).toBe(0);
  expect(rig.terminal.windows.every(({ closed }) => closed === 1)).toBe(true);
});

async function counts(): Promise<Record<string, number>> {
  const report = JSON.parse((await rig.http('/health')).body) as { sockets: Record<string, number> };
  return report.sockets;
}

describe('WindowSockets upgrade', () => {
  it('chooses the terminal sub-protocol and never echoes the token', async () => {
    const socket = await rig.openSocket();
    expect(socket.protocol).toBe('touchline.terminal.v1');
    expect(socket.extensions).toBe('');
    expect(rig.terminal.windows).toHaveLength(1);
  });

  it.each([
    ['no token', ['touchline.terminal.v1']],
    ['a wrong token', ['touchline.terminal.v1', `token.${TOKEN.replace('0', 'f')}`]],
    ['a longer token', ['touchline.terminal.v1', `token.${TOKEN}0`]],
    ['an empty token', ['touchline.terminal.v1', 'token.']],
    ['two tokens', ['touchline.terminal.v1', `token.${TOKEN}`, 'token.other']],
  ])('closes with 4401 before anything is sent when there is %s', async (_case, protocols) => {
    const socket = rig.socket({ protocols });
    let messages = 0;
    socket.on('message', () => (messages += 1));
    expect(await closeCode(socket)).toBe(4401);
    expect(messages).toBe(0);
    expect(rig.terminal.windows).toHaveLength(0);
    expect(await counts()).toMatchObject({ wrongTokens: 1 });
  });

  it.each([
    ['a foreign Origin', 403, { origin: 'http://evil.example' }],
    ['the Origin of another port', 403, { origin: 'http://127.0.0.1:1' }],
    ['the opaque Origin', 403, { origin: 'null' }],
    ['no Origin', 403, { origin: null }],
    ['a foreign Host', 421, { host: 'evil.example' }],
    ['another path', 404, { path: '/other' }],
    ['another path below', 404, { path: '/terminal/x' }],
    ['a query', 404, { path: '/terminal?token=1' }],
    ['another sub-protocol', 400, { protocols: ['other.v1'] }],
  ])('refuses %s with %d', async (_case, status, options) => {
    expect(await refusalStatus(rig.socket(options))).toBe(status);
    expect(rig.terminal.windows).toHaveLength(0);
    expect(await counts()).toMatchObject({ refusedUpgrades: 1 });
  });

  it('refuses localhost as Origin of a page that came by 127.0.0.1', async () => {
    expect(await refusalStatus(rig.socket({ origin: `http://localhost:${rig.host.port}` }))).toBe(403);
  });

  it('survives a peer that asks for an upgrade and resets the connection', async () => {
    const socket = connect(rig.host.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('GET /terminal HTTP/1.1\r\nHost: evil\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    socket.resetAndDestroy();
    await once(socket, 'close');
    expect((await rig.http('/')).status).toBe(200);
  });

  it(`closes socket ${MAX_SOCKETS + 1} with 1013 and lets one in again after another has gone`, async () => {
    const sockets = await Promise.all(Array.from({ length: MAX_SOCKETS }, () => rig.openSocket()));
    expect(await closeCode(rig.socket())).toBe(1013);
    sockets[0]?.terminate();
    while (rig.terminal.windows.every(({ closed }) => closed === 0)) await rig.http('/');
    await rig.openSocket();
    expect(rig.terminal.windows).toHaveLength(MAX_SOCKETS + 1);
  });
});

describe('WindowLink', () => {
  it('answers a request by its id', async () => {
    rig.terminal.answer = ({ channel, input }) => Promise.resolve({ channel, input });
    const socket = await rig.openSocket();
    socket.send('{"kind":"request","id":7,"channel":"open-view","input":{"kind":"watchlist"}}');
    const result = { channel: 'open-view', input: { kind: 'watchlist' } };
    expect(await nextMessage(socket)).toEqual({ kind: 'answer', id: 7, result });
  });

  it('takes an absent input for undefined and leaves an undefined result out', async () => {
    rig.terminal.answer = () => Promise.resolve(undefined);
    const socket = await rig.openSocket();
    socket.send('{"kind":"request","id":0,"channel":"retry-feed"}');
    expect(await nextMessage(socket)).toEqual({ kind: 'answer', id: 0 });
    expect(rig.terminal.window.asked).toEqual([{ channel: 'retry-feed', input: undefined }]);
  });

  it('passes on the code and text of a refusal', async () => {
    rig.terminal.answer = () =>
      Promise.reject(new TerminalError('TERMINAL_UNKNOWN_VIEW', 'expected an open view'));
    const socket = await rig.openSocket();
    socket.send('{"kind":"request","id":1,"channel":"close-view","input":{"viewId":9}}');
    const refusal = {
      kind: 'refusal',
      id: 1,
      code: 'TERMINAL_UNKNOWN_VIEW',
      message: 'expected an open view',
    };
    expect(await nextMessage(socket)).toEqual(refusal);
  });

  it('keeps the text of a fault from the window and reports it', async () => {
    rig.terminal.answer = () => Promise.reject(new Error('ENOENT /secret/path'));
    const socket = await rig.openSocket();
    socket.send('{"kind":"request","id":2,"channel":"list-instruments"}');
    expect(await nextMessage(socket)).toMatchObject({ kind: 'refusal', id: 2, code: 'TERMINAL_INTERNAL' });
    expect(rig.faults).toEqual([new Error('ENOENT /secret/path')]);
  });

  it('carries pushes as text, frames as binary and acknowledgements back', async () => {
    rig.terminal.answer = () => Promise.resolve('seen');
    const socket = await rig.openSocket();
    const push = nextMessage(socket);
    rig.terminal.window.port.push('host-beat', { beat: 1, wallTimeMs: 5 });
    expect(await push).toEqual({ kind: 'push', channel: 'host-beat', payload: { beat: 1, wallTimeMs: 5 } });
    const frame = nextMessage(socket);
    rig.terminal.window.port.pushFrame(Float64Array.of(1, 42, 3.5));
    expect(await frame).toEqual([1, 42, 3.5]);
    socket.send('{"kind":"acknowledge","frame":42}');
    socket.send('{"kind":"request","id":1,"channel":"list-instruments"}');
    await nextMessage(socket);
    expect(rig.terminal.window.acknowledged).toEqual([42]);
  });

  it('serves two windows each with its own answers and pushes', async () => {
    rig.terminal.answer = ({ input }) => Promise.resolve(input);
    const [first, second] = [await rig.openSocket(), await rig.openSocket()];
    const answers = [nextMessage(first), nextMessage(second)];
    first.send('{"kind":"request","id":1,"channel":"a","input":"first"}');
    second.send('{"kind":"request","id":1,"channel":"a","input":"second"}');
    expect(await Promise.all(answers)).toMatchObject([{ result: 'first' }, { result: 'second' }]);
  });

  it('closes the terminal window when the socket closes, and drops what is pushed after', async () => {
    const socket = await rig.openSocket();
    const { window } = rig.terminal;
    socket.close();
    await once(socket, 'close');
    while (window.closed === 0) await rig.http('/');
    window.port.push('host-beat', {});
    window.port.pushFrame(Float64Array.of(1));
    expect(window.closed).toBe(1);
  });

  it.each([
    ['no JSON', 'x', -1],
    ['an array', '[]', -1],
    ['null', 'null', -1],
    ['an unknown kind', '{"kind":"other"}', -1],
    ['a request without id', '{"kind":"request","channel":"a"}', -1],
    ['a fractional id', '{"kind":"request","id":1.5,"channel":"a"}', -1],
    ['a negative id', '{"kind":"request","id":-4,"channel":"a"}', -1],
    ['a request without channel', '{"kind":"request","id":3}', 3],
    ['a channel too long', JSON.stringify({ kind: 'request', id: 3, channel: 'a'.repeat(65) }), 3],
    ['an acknowledgement without frame', '{"kind":"acknowledge"}', -1],
    ['a binary message', Buffer.from('{"kind":"acknowledge","frame":1}'), -1],
  ])('refuses %s, counts it and goes on', async (_case, message, id) => {
    const socket = await rig.openSocket();
    socket.send(message);
    expect(await nextMessage(socket)).toMatchObject({ kind: 'refusal', id, code: 'TERMINAL_INVALID_INPUT' });
    expect(await counts()).toMatchObject({ malformedMessages: 1 });
    expect(rig.terminal.window.asked).toEqual([]);
    expect(socket.readyState).toBe(socket.OPEN);
  });

  it('closes with 1008 after ten malformed messages, not after nine', async () => {
    const socket = await rig.openSocket();
    const refusals: unknown[] = [];
    socket.on('message', (content) => refusals.push(content));
    for (let sent = 0; sent < 12; sent += 1) socket.send('x');
    expect(await closeCode(socket)).toBe(1008);
    expect(refusals).toHaveLength(10);
  });

  it('closes with 1009 when a message is over the limit', async () => {
    const socket = await rig.openSocket();
    socket.send('x'.repeat(MAX_SOCKET_MESSAGE_BYTES + 1));
    expect(await closeCode(socket)).toBe(1009);
    expect(await counts()).toMatchObject({ protocolErrors: 1 });
  });

  it('does not read on while too many requests are under way, and goes on when they are answered', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    rig.terminal.answer = () => gate;
    const socket = await rig.openSocket();
    let answers = 0;
    const all = new Promise<void>((resolve) =>
      socket.on('message', () => {
        answers += 1;
        if (answers === 200) resolve();
      }),
    );
    for (let id = 0; id < 200; id += 1)
      socket.send(`{"kind":"request","id":${id},"channel":"list-instruments"}`);
    while (rig.terminal.window.asked.length < 64) await rig.http('/');
    release();
    await all;
    expect(rig.terminal.window.asked).toHaveLength(200);
  });

  it('cuts a window that does not read once 4 MiB wait for it', async () => {
    const socket = await rig.openSocket();
    socket.pause();
    const { window } = rig.terminal;
    let sent = 0;
    while (window.closed === 0 && sent < 1_000) {
      window.port.pushFrame(new Float64Array(8_192));
      sent += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(window.closed).toBe(1);
    expect(await counts()).toMatchObject({ slowWindowsCut: 1 });
    socket.terminate();
  });

  it('keeps a window that answers pings and cuts one that does not', async () => {
    const lively = await rig.openSocket();
    const [livelyWindow] = rig.terminal.windows;
    rig.ping();
    await once(lively, 'ping');
    rig.terminal.answer = () => Promise.resolve();
    lively.send('{"kind":"request","id":1,"channel":"a"}');
    await nextMessage(lively); // the pong was sent before the request, so it has been seen

    const silent = rig.socket();
    await once(silent, 'open');
    silent.pause();
    rig.ping();
    await once(lively, 'ping');
    lively.send('{"kind":"request","id":2,"channel":"a"}');
    await nextMessage(lively);
    rig.ping();
    while (rig.terminal.window.closed === 0) await rig.http('/');
    expect(livelyWindow?.closed).toBe(0);
    expect(await counts()).toMatchObject({ silentWindowsCut: 1 });
    silent.terminate();
  });
});

describe('close of the web host', () => {
  it('says good-bye to its windows with 1001', async () => {
    const own = await WebHostRig.start();
    const socket = await own.openSocket();
    const code = closeCode(socket);
    await own.close();
    expect(await code).toBe(1001);
    expect(own.terminal.closed).toBe(0);
  });
});
