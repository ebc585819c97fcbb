import { describe, expect, it } from 'vitest';
import { instrumentId } from '../../main/core/instrument/instrument.ts';
import { LATENCY_STAGES } from '../../main/core/views/latency-stage.ts';
import { CLOCK_START_MS } from '../support/manual-clock.ts';
import { anInstrument } from '../support/market-events.ts';
import { joining, PICTURE } from '../support/pipeline-rig.ts';
import { aLiveTerminal, PROCESS, TerminalRig } from '../support/terminal-rig.ts';

const CL = anInstrument({ id: instrumentId('CLF7'), name: 'Crude oil' });

describe('TerminalCore, its state', () => {
  it('says once that every book is live for the first time, and at once to whoever asks later', () => {
    const rig = new TerminalRig();
    let calls = 0;
    rig.core.onFirstLive(() => (calls += 1));
    rig.client.start();
    rig.venue.accept();
    rig.frame();
    expect(calls).toBe(0);
    rig.venue.serve([anInstrument(), CL], PICTURE);
    rig.frame();
    rig.frame();
    expect(calls).toBe(1);
    rig.venue.close('gone');
    rig.pass(500);
    rig.venue.accept();
    rig.venue.serve([anInstrument(), CL], PICTURE);
    rig.frame();
    expect(rig.core.report().feed.state).toBe('live');
    expect(calls).toBe(1);
    rig.core.onFirstLive(() => (calls += 10));
    expect(calls).toBe(11);
  });

  it('reports health for whoever asks from outside', () => {
    const rig = aLiveTerminal(PICTURE);
    rig.openWindow();
    rig.venue.sayRaw(Buffer.from('\x81\xa4type\xa9heartbeat', 'latin1'));
    rig.pass(500);
    expect(rig.core.report()).toEqual({
      feed: {
        state: 'live',
        reason: '',
        url: 'ws://venue.test/v1',
        transport: 'websocket',
        codec: 'msgpack',
        mode: 'fast',
        receivePath: 'quick',
        liveBooks: 1,
        attempts: 0,
      },
      instruments: 1,
      levelUpdatesPerSecond: 0,
      messagesPerSecond: expect.any(Number) as number,
      bookIntegrity: { verified: 1, mismatched: 0, resyncs: 0 },
      latencyMs: null,
      stages: LATENCY_STAGES.map((stage) => ({ stage, count: 0, p50: null, p99: null })),
      rejected: { WIRE_BAD_FIELD: 1 },
      totals: { messages: 5, levelUpdates: 0, ignored: 0, framesPublished: 0, viewsCoalesced: 0 },
      process: PROCESS,
      notes: [
        { atMs: expect.any(Number) as number, text: expect.stringMatching(/^WIRE_BAD_FIELD: /) as string },
        { atMs: expect.any(Number) as number, text: expect.stringMatching(/1 instruments, epoch/) as string },
      ],
      windows: 1,
      uptimeMs: 500,
      pid: 4_242,
    });
  });

  it('keeps the time at which the feed took its state while only the reason changes', async () => {
    const rig = aLiveTerminal(PICTURE, [anInstrument(), CL]);
    const { window } = rig.openWindow();
    rig.clock.advance(100);
    rig.venue.say(joining([205, 1], { hash: [1, 2] }));
    rig.frame();
    rig.venue.say(joining([205, 1], { subscription: 3, hash: [1, 2] }));
    rig.frame();
    expect(await window.request('read-feed-health', undefined)).toMatchObject({
      state: 'suspect',
      reason: '2 of 2 books are not live',
      sinceMs: CLOCK_START_MS + 116,
    });
  });
});
