import { describe, expect, it } from 'vitest';
import { instrumentId } from '../../main/core/instrument/instrument.ts';
import { anInstrument } from '../support/market-events.ts';
import { joining, PICTURE } from '../support/pipeline-rig.ts';
import { aLiveTerminal } from '../support/terminal-rig.ts';

const LADDER = { kind: 'ladder', instrument: 'ESZ6', groupStep: 1, rows: 5, centreTicks: null } as const;
const CL = anInstrument({ id: instrumentId('CLF7'), name: 'Crude oil' });

describe('TerminalCore, what it answers', () => {
  it('lists the instruments', async () => {
    const { window } = aLiveTerminal(PICTURE, [anInstrument(), CL]).openWindow();
    expect(await window.request('list-instruments', undefined)).toMatchObject([
      { index: 0, id: 'ESZ6' },
      { index: 1, id: 'CLF7', name: 'Crude oil' },
    ]);
  });

  it('tells feed health as it is now', async () => {
    const rig = aLiveTerminal(PICTURE);
    const { window } = rig.openWindow();
    rig.venue.say(joining([205, 1], { hash: [1, 2] }));
    expect(await window.request('read-feed-health', undefined)).toMatchObject({
      state: 'suspect',
      reason: '1 of 1 books are not live',
      instruments: 1,
      liveBooks: 0,
      bookIntegrity: { verified: 1, mismatched: 1, resyncs: 1 },
    });
  });

  it('opens, changes and closes views', async () => {
    const rig = aLiveTerminal(PICTURE);
    const { window, open, take } = rig.openWindow();
    const viewId = await open(LADDER);
    rig.frame();
    expect(take().map((section) => section.viewId)).toEqual([viewId]);
    await window.request('change-view', { viewId, request: { ...LADDER, rows: 7 } });
    rig.frame();
    const [changed] = take();
    expect([changed?.viewId, changed?.payload[3]]).toEqual([viewId, 7]);
    await window.request('close-view', { viewId });
    rig.venue.say(joining([205, 8]));
    rig.frame();
    expect(take()).toEqual([]);
    await expect(window.request('close-view', { viewId })).rejects.toMatchObject({
      code: 'TERMINAL_UNKNOWN_VIEW',
    });
  });

  it('gives every view of a window a number of its own', async () => {
    const { open } = aLiveTerminal(PICTURE).openWindow();
    const ids = [await open(LADDER), await open(LADDER), await open({ kind: 'watchlist' })];
    expect(new Set(ids).size).toBe(3);
  });

  it('drops the connection when a window asks to try again', async () => {
    const rig = aLiveTerminal(PICTURE);
    const { window } = rig.openWindow();
    expect(await window.request('retry-feed', undefined)).toBeUndefined();
    expect(rig.venue.terminated).toBe('retry asked for');
    rig.pass(500);
    expect(rig.line.connections).toHaveLength(2);
  });

  it.each([
    ['an unknown channel', 'delete-everything', undefined, 'TERMINAL_UNKNOWN_CHANNEL'],
    ['a name that every object has', 'constructor', undefined, 'TERMINAL_UNKNOWN_CHANNEL'],
    ['a view that is no map', 'open-view', 'ladder', 'TERMINAL_INVALID_INPUT'],
    ['too many rows', 'open-view', { ...LADDER, rows: 401 }, 'TERMINAL_INVALID_INPUT'],
    ['an unknown instrument', 'open-view', { ...LADDER, instrument: 'NOPE' }, 'TERMINAL_UNKNOWN_INSTRUMENT'],
    ['a view that is not open', 'change-view', { viewId: 9, request: LADDER }, 'TERMINAL_UNKNOWN_VIEW'],
    ['a change without a view', 'change-view', { request: LADDER }, 'TERMINAL_INVALID_INPUT'],
    ['the closing of nothing', 'close-view', null, 'TERMINAL_INVALID_INPUT'],
  ])('refuses %s with a code', async (_, channel, input, code) => {
    const { window } = aLiveTerminal(PICTURE).openWindow();
    await expect(window.request(channel, input)).rejects.toMatchObject({ name: 'TerminalError', code });
  });

  it('refuses to turn a view into one of another kind', async () => {
    const { window, open } = aLiveTerminal(PICTURE).openWindow();
    const viewId = await open(LADDER);
    await expect(
      window.request('change-view', { viewId, request: { kind: 'watchlist' } }),
    ).rejects.toMatchObject({ code: 'TERMINAL_INVALID_INPUT' });
  });

  it('refuses the 65th view of a window', async () => {
    const { open } = aLiveTerminal(PICTURE).openWindow();
    for (let i = 0; i < 64; i += 1) await open(LADDER);
    await expect(open(LADDER)).rejects.toMatchObject({ code: 'TERMINAL_TOO_MANY_VIEWS' });
  });

  it('refuses everything from a window that was closed', async () => {
    const { window } = aLiveTerminal(PICTURE).openWindow();
    window.close();
    await expect(window.request('list-instruments', undefined)).rejects.toMatchObject({
      code: 'TERMINAL_HOST_GONE',
    });
  });
});
