import { describe, expect, it } from 'vitest';
import { STALE_REASONS } from '../../../main/contract/data-quality.ts';
import { BID, levelKey } from '../../../main/core/market-data/flat-levels.ts';
import { priceTicks } from '../../../main/core/units/price.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { levelsFromText } from '../../support/book-text.ts';
import { readLadder, type ReadSection } from '../../support/frame-reading.ts';
import { CLOCK_START_MS } from '../../support/manual-clock.ts';
import {
  anAcknowledgement,
  anInstrument,
  aSnapshot,
  aWelcome,
  EPOCH,
  someTrades,
} from '../../support/market-events.ts';
import { joining, PICTURE } from '../../support/pipeline-rig.ts';
import { aLiveTerminal, type RiggedWindow, type TerminalRig } from '../../support/terminal-rig.ts';

const REQUEST = { kind: 'ladder', instrument: 'ESZ6', groupStep: 1, rows: 8, centreTicks: 100 } as const;

async function aWatchedLadder(): Promise<{ rig: TerminalRig; window: RiggedWindow; first: ReadSection }> {
  const rig = aLiveTerminal(PICTURE);
  const window = rig.openWindow();
  await window.open(REQUEST);
  rig.frame();
  const [first] = window.take();
  if (first === undefined) throw new Error('expected a first section');
  return { rig, window, first };
}

/** Every level of the book as ladder rows would show it: `[ticks, bidLots, askLots]`, highest first. */
function rowsOfBook(rig: TerminalRig): number[][] {
  const levels: number[][] = [];
  const { book } = rig.pipeline();
  book.walk(0, (ticks, lots) => levels.push([ticks, lots, 0]) > 0);
  book.walk(1, (ticks, lots) => levels.push([ticks, 0, lots]) > 0);
  return levels.sort(([a = 0], [b = 0]) => b - a);
}

describe('LadderSection', () => {
  it('writes the book with the sequence and time it stands at', async () => {
    const { rig, first } = await aWatchedLadder();
    const { bookStamp } = rig.pipeline();
    expect([first.sequence, first.reason, first.staleSinceMs]).toEqual([100, 0, 0]);
    expect(first.dataTimeMs).toBe(bookStamp.venueTime / 1_000);
    const ladder = readLadder(first);
    expect([ladder.instrumentIndex, ladder.touch, ladder.levels]).toEqual([0, [100, 101], [2, 2]]);
    expect(ladder.lastTrade).toEqual([-1, 0, 0]);
    expect(ladder.rows).toEqual([
      [104, 0, 0, 0, 11],
      [103, 0, 0, 0, 11],
      [102, 0, 7, 0, 11],
      [101, 0, 4, 0, 4],
      [100, 9, 0, 9, 0],
      [99, 0, 0, 9, 0],
      [98, 2, 0, 11, 0],
      [97, 0, 0, 11, 0],
    ]);
  });

  it('shows the book of the sequence it names after every change', async () => {
    const { rig, window } = await aWatchedLadder();
    rig.venue.say(joining([205, 6, 2 * 99, 3]));
    rig.frame();
    const [section] = window.take();
    expect(section?.sequence).toBe(101);
    const shown = section === undefined ? [] : readLadder(section).rows;
    expect(shown.map((row) => row.slice(0, 3)).filter(([, bid, ask]) => bid !== 0 || ask !== 0)).toEqual(
      rowsOfBook(rig),
    );
  });

  it('writes nothing while nothing changes', async () => {
    const { rig, window } = await aWatchedLadder();
    rig.frame();
    rig.frame();
    expect(window.take()).toEqual([]);
  });

  it('is not written for changes it does not show, but four times a second so that its sequence moves', async () => {
    const { rig, window } = await aWatchedLadder();
    const farBid = levelKey(priceTicks(50), BID);
    const written: ReadSection[] = [];
    for (let step = 0; step < 125; step += 1) {
      const change = { previousSequence: 100 + step, sequence: 101 + step };
      rig.venue.say(joining([farBid, 1 + step], change));
      rig.frame();
      written.push(...window.take());
    }
    expect(written.length).toBeGreaterThanOrEqual(7);
    expect(written.length).toBeLessThanOrEqual(8);
    const ladder = readLadder(written.at(-1) as ReadSection);
    expect(ladder.levels).toEqual([3, 2]);
    expect(ladder.rows).toEqual(readLadder(written[0] as ReadSection).rows);
    rig.clock.advance(250);
    rig.frame();
    expect(window.take().map(({ sequence }) => sequence)).toEqual([225]);
    rig.clock.advance(250);
    rig.frame();
    expect(window.take()).toEqual([]);
  });

  it('is written at once when it goes stale right after it was written', async () => {
    const { rig, window } = await aWatchedLadder();
    rig.venue.say(joining([205, 6]));
    rig.frame();
    rig.venue.close('gone');
    rig.frame();
    expect(window.take().map(({ reason }) => STALE_REASONS[reason])).toEqual(['none', 'disconnected']);
  });

  it('shows only the latest book to a window that was slow to paint', async () => {
    const { rig, window } = await aWatchedLadder();
    rig.venue.say(joining([205, 5]));
    rig.frame();
    rig.venue.say(joining([205, 6], { previousSequence: 101, sequence: 102 }));
    rig.frame();
    rig.venue.say(joining([205, 7], { previousSequence: 102, sequence: 103 }));
    rig.frame();
    rig.venue.say(joining([205, 8], { previousSequence: 103, sequence: 104 }));
    rig.frame();
    expect(window.take().map(({ sequence }) => sequence)).toEqual([101, 102]);
    rig.frame();
    expect(window.take().map(({ sequence }) => sequence)).toEqual([104]);
  });

  it('shows the last trade', async () => {
    const { rig, window } = await aWatchedLadder();
    rig.venue.say(someTrades(1, 3));
    rig.frame();
    const [section] = window.take();
    expect(section && readLadder(section).lastTrade).toEqual([503, 1, 1]);
  });

  it('marks itself stale and keeps the last book that was proved', async () => {
    const { rig, window } = await aWatchedLadder();
    rig.clock.advance(7);
    rig.venue.say(joining([205, 6], { hash: [1, 2] }));
    rig.frame();
    const [section] = window.take();
    expect([section?.reason, section?.staleSinceMs, section?.sequence]).toEqual([
      STALE_REASONS.indexOf('hash-mismatch'),
      CLOCK_START_MS + 23,
      100,
    ]);
    expect(section && readLadder(section).touch).toEqual([100, 101]);
  });

  it('shows another run of the venue that counts to the same sequence, also to a window that saw nothing between', async () => {
    const { rig, window } = await aWatchedLadder();
    const epoch = EPOCH + 1;
    rig.venue.say(aWelcome([anInstrument()], { epoch }));
    const { id = 0 } = rig.venue.requestOf('subscribe', { channel: 'book' });
    const levels = levelsFromText('1 | 99 |');
    const venueTime = timestampMicros(aSnapshot().venueTime + 1);
    rig.venue.say(anAcknowledgement({ id, epoch }), aSnapshot({ epoch, levels, venueTime }));
    rig.frame();
    const [section] = window.take();
    expect([section?.reason, section?.sequence]).toEqual([0, 100]);
    expect(section && readLadder(section).touch).toEqual([99, -1]);
  });

  it('shows no level in the ticks of before when terms change while no book is subscribed', async () => {
    const { rig, window } = await aWatchedLadder();
    rig.venue.close('restart');
    rig.client.retry();
    rig.venue.accept('msgpack');
    rig.venue.say(aWelcome([anInstrument()]));
    rig.frame();
    const [before] = window.take();
    expect(before && readLadder(before).touch).toEqual([100, 101]);
    rig.venue.say({ type: 'instrument', epoch: EPOCH, instrument: anInstrument({ tickUnits: 50 }) });
    rig.frame();
    const [after] = window.take();
    expect(after && [after.reason > 0, after.sequence, readLadder(after).touch]).toEqual([true, 0, [-1, -1]]);
  });
});
