import { describe, expect, it } from 'vitest';
import { STALE_REASONS } from '../../../main/contract/data-quality.ts';
import { readTape, type TapeReading } from '../../support/frame-reading.ts';
import {
  anAcknowledgement,
  anInstrument,
  aTrade,
  aWelcome,
  EPOCH,
  someTrades,
} from '../../support/market-events.ts';
import { PICTURE } from '../../support/pipeline-rig.ts';
import { aLiveTerminal, type RiggedWindow, type TerminalRig } from '../../support/terminal-rig.ts';

async function aWatchedTape(): Promise<{
  rig: TerminalRig;
  window: RiggedWindow;
  tapes: () => TapeReading[];
}> {
  const rig = aLiveTerminal(PICTURE);
  const window = rig.openWindow();
  await window.open({ kind: 'tape', instrument: 'ESZ6' });
  const tapes = (): TapeReading[] => {
    rig.frame();
    return window.take().map(readTape);
  };
  return { rig, window, tapes };
}

const sequences = ({ prints }: TapeReading): (number | undefined)[] => prints.map(([sequence]) => sequence);

/** Trades `from` to `to` in messages of at most 1,000, as the protocol has it. */
function sendTrades(rig: TerminalRig, from: number, to: number): void {
  for (let at = from; at <= to; at += 1_000) rig.venue.say(someTrades(at, Math.min(to, at + 999)));
}

describe('TapeSection', () => {
  it('starts with the last 200 prints and goes on with each new one, once', async () => {
    const { rig, tapes } = await aWatchedTape();
    sendTrades(rig, 1, 250);
    const [first] = tapes();
    expect([first?.isReset, first?.gap, first?.prints.length]).toEqual([true, null, 200]);
    expect(first?.prints.at(-1)).toEqual([250, aTrade(250).venueTime / 1_000, 750, 1, 1]);
    expect(tapes()).toEqual([]);
    sendTrades(rig, 251, 252);
    expect(tapes().map((tape) => [tape.isReset, sequences(tape)])).toEqual([[false, [251, 252]]]);
  });

  it('names in its head the newest print and its time', async () => {
    const { rig, window } = await aWatchedTape();
    sendTrades(rig, 1, 3);
    rig.frame();
    const [section] = window.take();
    expect([section?.sequence, section?.dataTimeMs]).toEqual([3, aTrade(3).venueTime / 1_000]);
  });

  it('tells nothing apart from an empty list while there was no trade', async () => {
    const { tapes } = await aWatchedTape();
    expect(tapes().map((tape) => [tape.isReset, tape.gap, sequences(tape)])).toEqual([[true, null, []]]);
    expect(tapes()).toEqual([]);
  });

  it('skips and merges no print while the window does not acknowledge', async () => {
    const { rig, window, tapes } = await aWatchedTape();
    sendTrades(rig, 1, 1);
    tapes();
    for (let sequence = 2; sequence <= 60; sequence += 1) {
      sendTrades(rig, sequence, sequence);
      rig.frame();
    }
    expect(window.port.frames).toHaveLength(3);
    const seen = [...window.take().map(readTape), ...tapes()];
    expect(seen.flatMap(sequences)).toEqual(Array.from({ length: 59 }, (_, i) => i + 2));
    expect(seen.every(({ gap, isReset }) => gap === null && !isReset)).toBe(true);
  });

  it('gives at most 400 prints a frame and the rest in the following ones', async () => {
    const { rig, tapes } = await aWatchedTape();
    tapes();
    sendTrades(rig, 1, 1);
    tapes();
    sendTrades(rig, 2, 1_001);
    const counts = [tapes(), tapes(), tapes(), tapes()].map((seen) => seen.flatMap(sequences).length);
    expect(counts).toEqual([400, 400, 200, 0]);
  });

  it('names the prints that were forgotten before a very slow window could take them', async () => {
    const { rig, tapes } = await aWatchedTape();
    sendTrades(rig, 1, 10);
    tapes();
    sendTrades(rig, 11, 2_510);
    const seen: TapeReading[] = [];
    for (let last = tapes(); last.length > 0; last = tapes()) seen.push(...last);
    expect(seen.map(({ gap }) => gap).filter((gap) => gap !== null)).toEqual([[11, 510]]);
    expect(seen.flatMap(sequences)).toEqual(Array.from({ length: 2_000 }, (_, i) => i + 511));
  });

  it('is not live while trades are known to be missing, though the book is', async () => {
    const { rig, window } = await aWatchedTape();
    const marks = (): (number | undefined)[] => {
      rig.frame();
      return window.take().map(({ reason }) => reason);
    };
    sendTrades(rig, 1, 2);
    expect(marks()).toEqual([0]);
    sendTrades(rig, 5, 6);
    expect(marks()).toEqual([STALE_REASONS.indexOf('syncing')]);
    const { id = 0 } = rig.venue.requestOf('trade-history', { from: 3, to: 4 });
    rig.venue.say({ type: 'error', id, code: 'BAD_RANGE', message: 'gone' });
    expect(marks()).toEqual([0]);
  });

  it('names trades that never came before the print that followed them', async () => {
    const { rig, tapes } = await aWatchedTape();
    sendTrades(rig, 1, 2);
    tapes();
    sendTrades(rig, 5, 6);
    expect(tapes().flatMap(sequences)).toEqual([]);
    const { id = 0 } = rig.venue.requestOf('trade-history', { from: 3, to: 4 });
    rig.venue.say({ type: 'error', id, code: 'BAD_RANGE', message: 'gone' });
    expect(tapes().map((tape) => [tape.gap, sequences(tape)])).toEqual([
      [
        [3, 4],
        [5, 6],
      ],
    ]);
  });

  it('starts anew under another run of the venue', async () => {
    const { rig, tapes } = await aWatchedTape();
    sendTrades(rig, 1, 5);
    tapes();
    const epoch = EPOCH + 1;
    rig.venue.say(aWelcome([anInstrument()], { epoch }));
    const { id = 0 } = rig.venue.requestOf('subscribe', { channel: 'trades' });
    rig.venue.say(anAcknowledgement({ id, epoch, channel: 'trades' }), { ...someTrades(1, 1), epoch });
    expect(tapes().map((tape) => [tape.isReset, sequences(tape)])).toEqual([[true, [1]]]);
  });
});
