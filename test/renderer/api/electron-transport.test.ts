import { describe, expect, it } from 'vitest';
import type { HostConnection } from '../../../main/contract/host-transport.ts';
import { FRAME_PORT_MESSAGE, type PreloadBridge } from '../../../main/contract/preload-bridge.ts';
import { createElectronTransport } from '../../../renderer/api/electron-transport.ts';
import type { ClientFault } from '../../../renderer/api/client-fault.ts';

/** A page's window that posts messages to itself. */
class FakePage extends EventTarget {
  post(message: unknown, ports: MessagePort[], source: unknown = this): void {
    const event = new Event('message');
    this.dispatchEvent(Object.assign(event, { data: message, ports, source }));
  }
}

function connect(bridge: Partial<PreloadBridge> = {}) {
  const page = new FakePage();
  const faults: ClientFault[] = [];
  const connections: HostConnection[] = [];
  const whole: PreloadBridge = {
    request: () => Promise.resolve([]),
    subscribe: () => () => {},
    requestFramePort: () => Promise.resolve(),
    requestPaintingPort: () => Promise.resolve(),
    ...bridge,
  };
  const transport = createElectronTransport(whole, page, (fault) => faults.push(fault));
  transport.onConnection((connection) => connections.push(connection));
  return { page, transport, faults, connections };
}

const next = (port: MessagePort): Promise<unknown> =>
  new Promise((resolve) => (port.onmessage = (event: MessageEvent<unknown>) => resolve(event.data)));

describe('createElectronTransport', () => {
  it('is open once the frame port is here, and carries frames and acknowledgements over it', async () => {
    const { page, transport, connections } = connect();
    const { port1: host, port2 } = new MessageChannel();
    const frame = new Promise<ArrayBuffer>((resolve) => transport.frames.onFrame(resolve));
    page.post(FRAME_PORT_MESSAGE, [port2]);
    host.postMessage(new Float64Array([1, 2]));
    expect(new Float64Array(await frame)).toEqual(new Float64Array([1, 2]));
    const acknowledged = next(host);
    transport.frames.acknowledge(2);
    await expect(acknowledged).resolves.toEqual({ acknowledge: 2 });
    expect(connections).toEqual(['connecting', 'open']);
    const closed = new Promise<void>((resolve) =>
      transport.onConnection((connection) => connection === 'closed' && resolve()),
    );
    host.close();
    await closed;
  });

  it('takes no port that another window posted, nor one by another name', () => {
    const { page, connections } = connect();
    const { port1, port2 } = new MessageChannel();
    page.post(FRAME_PORT_MESSAGE, [port1], new EventTarget());
    page.post('something else', [port1]);
    page.post(FRAME_PORT_MESSAGE, []);
    expect(connections).toEqual(['connecting']);
    port1.close();
    port2.close();
  });

  it('gives a refusal its code back', async () => {
    const refusal = { code: 'TERMINAL_TOO_MANY_VIEWS', message: 'expected at most 64 views' };
    // The bridge rejects with a plain record, not with an Error.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    const { transport } = connect({ request: () => Promise.reject(refusal) });
    await expect(transport.request('open-view', {})).rejects.toMatchObject({
      name: 'TerminalError',
      ...refusal,
    });
  });

  it('is denied when the host does not trust this window', async () => {
    const refusal = { code: 'TERMINAL_UNTRUSTED_SENDER', message: 'expected the main frame' };
    const { connections, faults } = connect({
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as above
      requestFramePort: () => Promise.reject(refusal),
    });
    await Promise.resolve();
    await Promise.resolve();
    expect([connections, faults]).toEqual([['connecting', 'denied'], [refusal]]);
  });
});
