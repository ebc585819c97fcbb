import type { IpcRendererEvent } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PreloadBridge } from '../../../main/contract/preload-bridge.ts';
import { exposeBridge, type PreloadParts } from '../../../main/hosts/electron/expose-bridge.ts';

type Listener = Parameters<PreloadParts['ipcRenderer']['on']>[1];

let exposed: [key: string, api: PreloadBridge][];
let invoked: unknown[][];
let posted: unknown[][];
let listeners: Map<string, Listener>;
let answer: (channel: string, ...args: unknown[]) => unknown;

beforeEach(() => {
  exposed = [];
  invoked = [];
  posted = [];
  listeners = new Map();
  answer = () => ({ kind: 'answer', result: undefined });
  exposeBridge({
    contextBridge: { exposeInMainWorld: (key, api) => void exposed.push([key, api as PreloadBridge]) },
    ipcRenderer: {
      invoke: (channel, ...args: unknown[]) => {
        invoked.push(structuredClone([channel, ...args]));
        return Promise.resolve(structuredClone(answer(channel, ...args)));
      },
      on: (channel, listener) => listeners.set(channel, listener),
    },
    page: { location: { origin: 'app://touchline' }, postMessage: (...message) => void posted.push(message) },
    documentId: 'doc-1',
  });
});

function bridge(): PreloadBridge {
  const api = exposed[0]?.[1];
  if (api === undefined) throw new Error('nothing was exposed');
  return api;
}

function arrive(channel: string, args: unknown[], ports: MessagePort[] = []): void {
  listeners.get(channel)?.({ ports } as unknown as IpcRendererEvent, ...structuredClone(args));
}

describe('exposeBridge', () => {
  it('exposes one object of four functions and nothing else', () => {
    expect(exposed.map(([key]) => key)).toEqual(['touchline']);
    const kinds = Object.entries(bridge()).map(([name, value]) => `${name}: ${typeof value}`);
    expect(kinds).toEqual(
      ['request', 'subscribe', 'requestFramePort', 'requestPaintingPort'].map((name) => `${name}: function`),
    );
  });

  it('names its document in a request and gives back the result', async () => {
    answer = () => ({ kind: 'answer', result: [1, 2] });
    expect(await bridge().request('list-instruments', undefined)).toEqual([1, 2]);
    expect(invoked).toEqual([['touchline:request', 'doc-1', 'list-instruments', undefined]]);
  });

  it('rejects with code and message as a plain object', async () => {
    answer = () => ({ kind: 'refusal', code: 'TERMINAL_UNKNOWN_VIEW', message: 'expected an open view' });
    const refusal = await bridge()
      .request('close-view', { viewId: 1 })
      .catch((error: unknown) => error);
    expect(refusal).toEqual({ code: 'TERMINAL_UNKNOWN_VIEW', message: 'expected an open view' });
    expect(refusal).not.toBeInstanceOf(Error);
  });

  it.each(['', 'host-beat', 'toString', '__proto__', 'touchline:request'])(
    'asks the host nothing on the channel %j, which the contract does not name',
    async (channel) => {
      await expect(bridge().request(channel, {})).rejects.toMatchObject({ code: 'TERMINAL_UNKNOWN_CHANNEL' });
      expect(invoked).toEqual([]);
    },
  );

  it('hands the payload of a push to its subscribers, never the event', () => {
    const heard: unknown[][] = [];
    const stop = bridge().subscribe('host-beat', (...args) => heard.push(args));
    bridge().subscribe('feed-health', () => heard.push(['wrong channel']));
    arrive('touchline:push', ['host-beat', { beat: 1 }]);
    stop();
    arrive('touchline:push', ['host-beat', { beat: 2 }]);
    expect(heard).toEqual([[{ beat: 1 }]]);
  });

  it('keeps two subscriptions of the same function apart', () => {
    let heard = 0;
    const listener = (): void => void (heard += 1);
    const stop = bridge().subscribe('host-beat', listener);
    bridge().subscribe('host-beat', listener);
    stop();
    stop();
    arrive('touchline:push', ['host-beat', {}]);
    expect(heard).toBe(1);
  });

  it('ignores a push on a channel the contract does not name and refuses to subscribe to one', () => {
    arrive('touchline:push', ['__proto__', {}]);
    expect(() => bridge().subscribe('view-frame', () => undefined)).toThrow(
      'expected a channel of the contract',
    );
  });

  it('passes the frame port on to the page, to its own origin only', async () => {
    await bridge().requestFramePort();
    expect(invoked).toEqual([['touchline:frame-port', 'doc-1']]);
    const { port1, port2 } = new MessageChannel();
    arrive('touchline:frame-port', ['doc-1'], [port1]);
    expect(posted).toEqual([['touchline-frame-port', 'app://touchline', [port1]]]);
    port1.close();
    port2.close();
  });

  it("passes the painting worker's port on by a name of its own", async () => {
    await bridge().requestPaintingPort();
    expect(invoked).toEqual([['touchline:painting-port', 'doc-1']]);
    const { port1, port2 } = new MessageChannel();
    arrive('touchline:painting-port', ['doc-1'], [port1]);
    expect(posted).toEqual([['touchline-painting-port', 'app://touchline', [port1]]]);
    port1.close();
    port2.close();
  });

  it('keeps a port that was meant for the document before', () => {
    arrive('touchline:frame-port', ['doc-0'], []);
    arrive('touchline:painting-port', ['doc-0'], []);
    expect(posted).toEqual([]);
  });

  it('rejects when the host gives no port', async () => {
    answer = () => ({
      kind: 'refusal',
      code: 'TERMINAL_INVALID_INPUT',
      message: 'expected one frame port a page',
    });
    await expect(bridge().requestFramePort()).rejects.toMatchObject({ code: 'TERMINAL_INVALID_INPUT' });
    await expect(bridge().requestPaintingPort()).rejects.toMatchObject({ code: 'TERMINAL_INVALID_INPUT' });
  });
});
