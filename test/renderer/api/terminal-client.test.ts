import { describe, expect, it } from 'vitest';
import type { ClientFault } from '../../../renderer/api/client-fault.ts';
import { createTerminalClient, type FrameSection } from '../../../renderer/api/terminal-client.ts';
import { FakeTransport } from '../../support/fake-transport.ts';
import { tapePayload } from '../../support/frame-builder.ts';

/** Lets every answered promise reach its listeners. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function connect(transport = new FakeTransport()) {
  let paint: (() => void) | null = null;
  const faults: ClientFault[] = [];
  const client = createTerminalClient(transport, (call) => {
    paint = call;
    return () => (paint = null);
  });
  client.onFault((fault) => faults.push(fault));
  return { transport, client, faults, paint: () => paint?.() };
}

const tape = (viewId: number, first: number) => ({
  viewId,
  kind: 'tape' as const,
  sequence: first,
  payload: tapePayload({ prints: [{ sequence: first, ticks: 1, lots: 1 }] }),
});

describe('createTerminalClient', () => {
  it('delivers sections to the view they are addressed to', async () => {
    const { transport, client } = connect();
    const seen: string[] = [];
    client.openView({ kind: 'tape', instrument: 'A' }, ({ sequence }) => seen.push(`A ${sequence}`));
    client.openView({ kind: 'tape', instrument: 'B' }, ({ sequence }) => seen.push(`B ${sequence}`));
    await settled();
    transport.sendFrame([tape(1, 10), tape(2, 20)]);
    expect(seen).toEqual(['A 10', 'B 20']);
  });

  it('keeps a section that overtakes the answer to its opening', async () => {
    const { transport, client } = connect();
    const seen: FrameSection[] = [];
    transport.hold();
    client.openView({ kind: 'tape', instrument: 'A' }, (section) => seen.push(section));
    transport.sendFrame([tape(1, 10)]);
    expect(seen).toEqual([]);
    transport.answerHeld();
    await settled();
    expect(seen.map(({ sequence }) => sequence)).toEqual([10]);
  });

  it('never has many views open at the host when a person runs through instruments faster than it answers', async () => {
    const { transport, client, faults } = connect();
    transport.hold();
    const seen: string[] = [];
    for (let turn = 0; turn < 100; turn++) {
      const view = client.openView({ kind: 'tape', instrument: `I${turn}` }, () => seen.push(`I${turn}`));
      if (turn < 99) view.close();
    }
    expect(transport.asked.length).toBeLessThanOrEqual(16);
    transport.answerHeld();
    await settled();
    expect([...transport.views.values()]).toEqual([{ kind: 'tape', instrument: 'I99' }]);
    transport.sendFrame([tape([...transport.views.keys()][0] ?? 0, 10)]);
    expect([seen, faults]).toEqual([['I99'], []]);
  });

  it('opens every view that is wanted, however many at once', async () => {
    const { transport, client } = connect();
    transport.hold();
    for (let turn = 0; turn < 40; turn++)
      client.openView({ kind: 'tape', instrument: `I${turn}` }, () => undefined);
    transport.answerHeld();
    await settled();
    expect(transport.views.size).toBe(40);
  });

  it('acknowledges frames only when the window paints', () => {
    const { transport, paint } = connect();
    transport.sendFrame([]);
    transport.sendFrame([]);
    expect(transport.acknowledged).toEqual([]);
    paint();
    expect(transport.acknowledged).toEqual([1, 2]);
  });

  it('reports a malformed frame and still returns its credit', () => {
    const { transport, faults, paint } = connect();
    transport.sendFrame([]);
    transport.sendBytes(new ArrayBuffer(12));
    paint();
    expect(faults.map(({ code }) => code)).toEqual(['FRAME_MALFORMED']);
    expect(transport.acknowledged).toEqual([1, 2]);
  });

  it('reports a section of another kind than the view', async () => {
    const { transport, client, faults } = connect();
    client.openView({ kind: 'watchlist' }, () => expect.unreachable());
    await settled();
    transport.sendFrame([tape(1, 10)]);
    expect(faults).toEqual([
      { code: 'FRAME_WRONG_KIND', message: 'expected a watchlist section, received kind 3' },
    ]);
  });

  it('sends only the latest change while a request is under way', async () => {
    const { transport, client } = connect();
    const ladder = (groupStep: number) =>
      ({ kind: 'ladder', instrument: 'A', groupStep, rows: 10, centreTicks: null }) as const;
    const view = client.openView(ladder(1), () => {});
    for (const step of [2, 5, 10]) view.change(ladder(step));
    await settled();
    expect(transport.asked.map(({ channel }) => channel)).toEqual(['open-view', 'change-view']);
    expect(transport.views.get(1)).toEqual(ladder(10));
  });

  it('opens every view again after the connection came back, as it was last wanted', async () => {
    const { transport, client } = connect();
    const seen: number[] = [];
    const view = client.openView({ kind: 'tape', instrument: 'A' }, ({ sequence }) => seen.push(sequence));
    await settled();
    transport.setConnection('closed');
    view.change({ kind: 'tape', instrument: 'B' });
    transport.setConnection('open');
    await settled();
    expect([...transport.views]).toEqual([[2, { kind: 'tape', instrument: 'B' }]]);
    transport.sendFrame([tape(2, 5)]);
    expect(seen).toEqual([5]);
  });

  it('tells each open view that its connection is lost', async () => {
    const { transport, client } = connect();
    const lost: string[] = [];
    const open = (instrument: string) =>
      client.openView(
        { kind: 'tape', instrument },
        () => {},
        () => lost.push(instrument),
      );
    open('A');
    open('B').close();
    await settled();
    transport.setConnection('closed');
    expect(lost).toEqual(['A']);
  });

  it('does not open a view again that was closed while the host was away', async () => {
    const { transport, client } = connect();
    const view = client.openView({ kind: 'watchlist' }, () => {});
    await settled();
    transport.setConnection('closed');
    view.close();
    transport.setConnection('open');
    await settled();
    expect(transport.views.size).toBe(0);
  });

  it('delivers nothing after a view is closed, even one that was still being opened', async () => {
    const { transport, client } = connect();
    transport.hold();
    const view = client.openView({ kind: 'tape', instrument: 'A' }, () => expect.unreachable());
    view.close();
    transport.answerHeld();
    transport.sendFrame([tape(1, 1)]);
    await settled();
    expect(transport.views.size).toBe(0);
  });

  it('reports a refused view once and asks again only for another wish', async () => {
    const { transport, client, faults } = connect();
    transport.refuse('open-view', 'TERMINAL_UNKNOWN_INSTRUMENT');
    const view = client.openView({ kind: 'tape', instrument: 'A' }, () => {});
    await settled();
    expect(faults.map(({ code }) => code)).toEqual(['TERMINAL_UNKNOWN_INSTRUMENT']);
    transport.refuse('open-view', null);
    view.change({ kind: 'tape', instrument: 'B' });
    await settled();
    expect([...transport.views.values()]).toEqual([{ kind: 'tape', instrument: 'B' }]);
  });

  it('opens a view anew when the terminal does not know it any more', async () => {
    const { transport, client } = connect();
    const view = client.openView({ kind: 'tape', instrument: 'A' }, () => {});
    await settled();
    transport.views.clear();
    transport.refuse('change-view', 'TERMINAL_UNKNOWN_VIEW');
    view.change({ kind: 'tape', instrument: 'B' });
    await settled();
    expect([...transport.views.values()]).toEqual([{ kind: 'tape', instrument: 'B' }]);
  });

  it('leaves no subscription behind when it is closed', () => {
    const { transport, client } = connect();
    client.close();
    expect(transport.listenerCount).toBe(0);
  });
});
