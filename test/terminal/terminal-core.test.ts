import { describe, expect, it } from 'vitest';
import type { BookQualities, HostBeat, InstrumentSummary } from '../../main/contract/terminal-api.ts';
import { instrumentId } from '../../main/core/instrument/instrument.ts';
import type { FeedHealthView } from '../../main/core/views/feed-health-view.ts';
import { CLOCK_START_MS } from '../support/manual-clock.ts';
import { aHeartbeat, anInstrument, aSnapshot, aWelcome, EPOCH } from '../support/market-events.ts';
import { joining, PICTURE } from '../support/pipeline-rig.ts';
import { aLiveTerminal, TerminalRig, type RiggedWindow } from '../support/terminal-rig.ts';

const LADDER = { kind: 'ladder', instrument: 'ESZ6', groupStep: 1, rows: 5, centreTicks: null } as const;
const CL = anInstrument({ id: instrumentId('CLF7'), name: 'Crude oil' });

const beats = ({ port }: RiggedWindow): number[] =>
  (port.of('host-beat') as HostBeat[]).map(({ wallTimeMs }) => wallTimeMs - CLOCK_START_MS);
const states = ({ port }: RiggedWindow): string[] =>
  (port.of('feed-health') as FeedHealthView[]).map(({ state }) => state);
const reasons = ({ port }: RiggedWindow): string[][] =>
  (port.of('book-qualities') as BookQualities[]).map(({ qualities }) =>
    qualities.map(({ reason }) => reason),
  );

describe('TerminalCore, what it pushes', () => {
  it('tells a new window at once of instruments, qualities, feed health and its own sign of life', () => {
    const rig = aLiveTerminal(PICTURE);
    rig.core.publish();
    const { port } = rig.openWindow();
    expect(port.pushes.map(({ channel }) => channel)).toEqual([
      'instruments',
      'book-qualities',
      'feed-health',
      'host-beat',
    ]);
    expect(port.pushes[0]?.payload).toEqual([
      {
        index: 0,
        id: 'ESZ6',
        name: 'Index future, December',
        kind: 'future',
        currency: 'USD',
        tickUnits: 25,
        priceDigits: 2,
        lotUnits: 1,
        sizeDigits: 0,
        state: 'trading',
      },
    ]);
    expect(port.pushes[1]?.payload).toEqual({
      qualities: [{ isLive: true, reason: 'none', staleSinceMs: 0 }],
    });
    expect(port.pushes[2]?.payload).toMatchObject({ state: 'live', codec: 'msgpack', venue: 'Test venue' });
  });

  it('gives a sign of life every 250 ms, whatever the feed does', () => {
    const rig = new TerminalRig();
    const window = rig.openWindow();
    rig.pass(1_000);
    expect(beats(window)).toEqual([0, 50, 300, 550, 800]);
    const numbers = (window.port.of('host-beat') as HostBeat[]).map(({ beat }) => beat);
    expect(numbers).toEqual([0, 1, 2, 3, 4]);
  });

  it('tells every window at once when a book goes stale, without credit and without a beat', async () => {
    const rig = aLiveTerminal(PICTURE);
    const [a, b] = [rig.openWindow(), rig.openWindow()];
    await a.open(LADDER);
    for (let step = 0; step < 5; step += 1) {
      rig.venue.say(joining([205, 10 + step], { previousSequence: 100 + step, sequence: 101 + step }));
      rig.frame();
    }
    rig.venue.say(joining([205, 1], { previousSequence: 105, sequence: 106, hash: [1, 2] }));
    rig.frame();
    expect(a.port.frames).toHaveLength(2);
    expect([reasons(a).at(-1), reasons(b).at(-1)]).toEqual([['hash-mismatch'], ['hash-mismatch']]);
    expect([states(a).at(-1), states(b).at(-1)]).toEqual(['suspect', 'suspect']);
    const { id = 0 } = rig.venue.requestOf('snapshot');
    rig.venue.say(aSnapshot({ id, sequence: 106 }));
    rig.frame();
    expect([reasons(a).at(-1), states(b).at(-1)]).toEqual([['none'], 'live']);
  });

  it('tells within one display frame that the feed fell silent or closed', () => {
    const rig = aLiveTerminal(PICTURE);
    const window = rig.openWindow();
    rig.frame();
    rig.venue.close('gone');
    rig.frame();
    expect([reasons(window).at(-1), states(window).at(-1)]).toEqual([['disconnected'], 'backing-off']);
    const health = window.port.of('feed-health').at(-1) as FeedHealthView;
    expect([health.reason, health.sinceMs, health.codec]).toEqual(['gone', CLOCK_START_MS + 32, '']);
  });

  it('counts one absence of the venue over all attempts, and begins anew when the feed is live again', () => {
    const rig = aLiveTerminal(PICTURE);
    const window = rig.openWindow();
    rig.frame();
    rig.venue.close('gone');
    rig.frame();
    rig.pass(1_000);
    rig.venue.close('refused');
    rig.pass(5_000);
    const since = (): number[] =>
      (window.port.of('feed-health') as FeedHealthView[]).map(({ sinceMs }) => sinceMs - CLOCK_START_MS);
    expect(new Set(states(window).slice(2))).toEqual(new Set(['backing-off', 'connecting']));
    expect(new Set(since().slice(2))).toEqual(new Set([32]));
    rig.venue.accept('msgpack');
    rig.venue.serve([anInstrument()], PICTURE);
    rig.frame();
    expect(states(window).at(-1)).toBe('live');
    expect(since().at(-1)).toBeGreaterThan(6_000);
  });

  it('tells feed health four times a second while nothing changes', () => {
    const rig = aLiveTerminal(PICTURE);
    const window = rig.openWindow();
    for (let second = 0; second < 2; second += 1) {
      rig.pass(1_000);
      rig.venue.say(aHeartbeat([]));
    }
    expect(window.port.of('feed-health').length).toBeGreaterThanOrEqual(8);
    expect(window.port.of('feed-health').length).toBeLessThanOrEqual(11);
  });

  it('tells the instruments again when they change, and a state with them', () => {
    const rig = aLiveTerminal(PICTURE);
    const window = rig.openWindow();
    rig.frame();
    const status = { type: 'status', epoch: EPOCH, instrument: anInstrument().id } as const;
    rig.venue.say({ ...status, state: 'halted', reason: 'volatility', venueTime: aSnapshot().venueTime });
    rig.frame();
    const lists = window.port.of('instruments') as InstrumentSummary[][];
    expect(lists.at(-1)?.map(({ state }) => state)).toEqual(['halted']);
    rig.venue.say(aWelcome([CL, anInstrument()], { epoch: EPOCH + 1 }));
    rig.frame();
    const last = window.port.of('instruments').at(-1) as InstrumentSummary[];
    expect(last.map(({ index, id }) => [index, id])).toEqual([
      [0, 'ESZ6'],
      [1, 'CLF7'],
    ]);
    expect(reasons(window).at(-1)).toEqual(['syncing', 'connecting']);
  });

  it('tells a closed window nothing more', async () => {
    const rig = aLiveTerminal(PICTURE);
    const { port, window, open } = rig.openWindow();
    await open(LADDER);
    window.close();
    window.close();
    const told = port.pushes.length;
    rig.pass(1_000);
    rig.frame();
    expect([port.pushes.length, port.frames.length]).toEqual([told, 0]);
    expect(rig.core.report().windows).toBe(0);
  });
});

describe('TerminalCore, when it asks for a display frame', () => {
  /** How often it asks while something happens; a frame asked for before was published. */
  function requestsIn(rig: TerminalRig, happens: () => void): number {
    rig.frame();
    rig.frameRequests = 0;
    happens();
    return rig.frameRequests;
  }

  const change = (rig: TerminalRig, step: number): void =>
    rig.venue.say(joining([205, 10 + step], { previousSequence: 100 + step, sequence: 101 + step }));

  it('asks once for all that changes until the frame is published', async () => {
    const rig = aLiveTerminal(PICTURE);
    await rig.openWindow().open(LADDER);
    const requests = requestsIn(rig, () => {
      for (let step = 0; step < 5; step += 1) change(rig, step);
    });
    expect(requests).toBe(1);
    expect(requestsIn(rig, () => change(rig, 5))).toBe(1);
  });

  it('asks for none while nobody watches anything', () => {
    const rig = aLiveTerminal(PICTURE);
    expect(requestsIn(rig, () => change(rig, 0))).toBe(0);
    rig.openWindow();
    expect(requestsIn(rig, () => change(rig, 1))).toBe(0);
    expect(requestsIn(rig, () => rig.pass(1_000))).toBe(0);
  });

  it('asks for none for a hidden window until it paints again', async () => {
    const rig = aLiveTerminal(PICTURE);
    const { window, open } = rig.openWindow();
    await open(LADDER);
    for (let step = 0; step < 3; step += 1) {
      change(rig, step);
      rig.frame();
    }
    expect(requestsIn(rig, () => change(rig, 3))).toBe(0);
    expect(requestsIn(rig, () => rig.pass(1_000))).toBe(0);
    expect(requestsIn(rig, () => window.acknowledge(1))).toBe(1);
  });

  it('asks for one when a view is opened, without any change', async () => {
    const rig = aLiveTerminal(PICTURE);
    const { open } = rig.openWindow();
    rig.frame();
    rig.frameRequests = 0;
    await open(LADDER);
    expect(rig.frameRequests).toBe(1);
  });

  it('asks at each beat for what a view holds back, while somebody watches', async () => {
    const rig = aLiveTerminal(PICTURE);
    await rig.openWindow().open(LADDER);
    expect(requestsIn(rig, () => rig.pass(50))).toBe(1);
  });

  it('asks at once when a book goes stale or the feed is lost, though no view is open', () => {
    const rig = aLiveTerminal(PICTURE);
    rig.openWindow();
    expect(requestsIn(rig, () => rig.venue.say(joining([205, 1], { hash: [1, 2] })))).toBeGreaterThan(0);
    const { id = 0 } = rig.venue.requestOf('snapshot');
    rig.venue.say(aSnapshot({ id, sequence: 101 }));
    expect(requestsIn(rig, () => rig.venue.close('gone'))).toBeGreaterThan(0);
  });

  it('times publishing and painting of what it shows', async () => {
    const rig = aLiveTerminal(PICTURE);
    const { open, take } = rig.openWindow();
    await open(LADDER);
    rig.frame();
    take();
    change(rig, 0);
    rig.clock.advance(4);
    rig.frame();
    rig.clock.advance(7);
    take();
    const [, , , publish, paint] = rig.core.report().stages;
    expect(publish).toMatchObject({ stage: 'publish', count: 1, p50: expect.closeTo(20, 0) as number });
    expect(paint).toMatchObject({ stage: 'paint', count: 2, p99: expect.closeTo(7, 0) as number });
  });
});
