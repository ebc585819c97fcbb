import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HostConnection } from '../../../main/contract/host-transport.ts';
import type { ClientFault } from '../../../renderer/api/client-fault.ts';
import { createPortTransport, type PortTransport } from '../../../renderer/api/port-transport.ts';
import { HOST_PATIENCE_MS } from '../../../renderer/api/web-transport.ts';

/** The renderer's end of a port whose other end is the test. */
class FakePort extends EventTarget {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  readonly sent: unknown[] = [];
  isClosed = false;
  start(): void {}
  close(): void {
    this.isClosed = true;
  }
  postMessage(message: unknown): void {
    this.sent.push(message);
  }
  say(message: unknown): void {
    this.onmessage?.({ data: message });
  }
}

let port: FakePort;
let transport: PortTransport;
let faults: ClientFault[];
let connections: HostConnection[];

beforeEach(() => {
  vi.useFakeTimers();
  port = new FakePort();
  faults = [];
  connections = [];
  transport = createPortTransport((fault) => faults.push(fault));
  transport.onConnection((connection) => connections.push(connection));
});
afterEach(() => void vi.useRealTimers());

const give = (): void => transport.give(port as unknown as MessagePort);

describe('createPortTransport', () => {
  it('is open once it has its port', async () => {
    await expect(transport.request('list-instruments', undefined)).rejects.toMatchObject({
      code: 'TERMINAL_HOST_GONE',
    });
    give();
    expect(connections).toEqual(['connecting', 'open']);
  });

  it('carries requests, acknowledgements, answers, refusals, pushes and frames', async () => {
    give();
    const [asked, refused] = [transport.request('open-view', 1), transport.request('close-view', 2)];
    transport.frames.acknowledge(9);
    expect(port.sent).toEqual([
      { kind: 'request', id: 1, channel: 'open-view', input: 1 },
      { kind: 'request', id: 2, channel: 'close-view', input: 2 },
      { kind: 'acknowledge', frame: 9 },
    ]);
    port.say({ kind: 'answer', id: 1, result: { viewId: 4 } });
    port.say({ kind: 'refusal', id: 2, code: 'TERMINAL_UNKNOWN_VIEW', message: 'expected an open view' });
    await expect(asked).resolves.toEqual({ viewId: 4 });
    await expect(refused).rejects.toMatchObject({ code: 'TERMINAL_UNKNOWN_VIEW' });

    const heard: unknown[] = [];
    transport.subscribe('host-beat', (payload) => heard.push(payload));
    transport.frames.onFrame((frame) => heard.push([...new Float64Array(frame)]));
    port.say({ kind: 'push', channel: 'host-beat', payload: { beat: 1 } });
    port.say({ kind: 'push', channel: 'feed-health', payload: {} });
    port.say(Float64Array.of(1, 2));
    expect([heard, faults]).toEqual([[{ beat: 1 }, [1, 2]], []]);
  });

  it('reports what is no message of the contract, and goes on', () => {
    give();
    port.say('text');
    port.say({ kind: 'refusal', id: 77, code: 'TERMINAL_INVALID_INPUT', message: 'expected an object' });
    expect(faults.map(({ code }) => code)).toEqual(['HOST_UNREADABLE', 'TERMINAL_INVALID_INPUT']);
    expect(connections).toEqual(['connecting', 'open']);
  });

  it('is closed, and refuses what was asked, when the host closes the port', async () => {
    give();
    const asked = transport.request('open-view', 1);
    port.dispatchEvent(new Event('close'));
    await expect(asked).rejects.toMatchObject({ code: 'TERMINAL_HOST_GONE' });
    expect(connections.at(-1)).toBe('closed');
    transport.frames.acknowledge(1);
    expect(port.sent.length).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives the host up that does not answer', async () => {
    give();
    const asked = transport.request('open-view', 1);
    const refused = expect(asked).rejects.toMatchObject({ code: 'TERMINAL_HOST_GONE' });
    vi.advanceTimersByTime(HOST_PATIENCE_MS);
    await refused;
    expect([connections.at(-1), port.isClosed]).toEqual(['closed', true]);
  });
});
