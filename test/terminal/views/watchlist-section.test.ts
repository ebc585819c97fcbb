import { describe, expect, it } from 'vitest';
import { STALE_REASONS } from '../../../main/contract/data-quality.ts';
import { instrumentId, type Instrument } from '../../../main/core/instrument/instrument.ts';
import { readWatchlist, type WatchlistReading } from '../../support/frame-reading.ts';
import {
  anInstrument,
  aTrade,
  BOOK_SUBSCRIPTION,
  someTrades,
  tradeRange,
} from '../../support/market-events.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { joining, PICTURE } from '../../support/pipeline-rig.ts';
import { aLiveTerminal, type RiggedWindow, type TerminalRig } from '../../support/terminal-rig.ts';

const instruments = (count: number): Instrument[] =>
  Array.from({ length: count }, (_, i) => anInstrument({ id: instrumentId(`X${i}`) }));

async function aWatchlist(count: number): Promise<{ rig: TerminalRig; window: RiggedWindow }> {
  const rig = aLiveTerminal(PICTURE, instruments(count));
  const window = rig.openWindow();
  await window.open({ kind: 'watchlist' });
  return { rig, window };
}

/** Trades 1 to `count`, each in a minute of its own. */
const eachMinute = (count: number) =>
  tradeRange(1, count).map((trade) =>
    aTrade(trade.sequence, {
      venueTime: timestampMicros(aTrade(0).venueTime + trade.sequence * 60_000_000),
    }),
  );

function rowsOf(rig: TerminalRig, window: RiggedWindow): WatchlistReading[] {
  rig.frame();
  return window.take().flatMap(readWatchlist);
}

/** One delta to the first book and one frame. */
function moveBook(rig: TerminalRig, step: number): void {
  rig.venue.say(joining([203, 10 + step], { previousSequence: 100 + step, sequence: 101 + step }));
  rig.frame();
}

describe('WatchlistSection', () => {
  it('writes a row for every instrument with its touch, last trade and volume', async () => {
    const { rig, window } = await aWatchlist(2);
    rig.venue.say(someTrades(1, 3));
    expect(rowsOf(rig, window)).toEqual([
      {
        instrumentIndex: 0,
        reason: 0,
        last: 503,
        open: 501,
        bid: [100, 9],
        ask: [101, 4],
        volume: 3,
        sequence: 100,
        spark: [503],
      },
      {
        instrumentIndex: 1,
        reason: 0,
        last: -1,
        open: -1,
        bid: [100, 9],
        ask: [101, 4],
        volume: 0,
        sequence: 100,
        spark: [],
      },
    ]);
  });

  it('is written at most ten times a second however fast the books move', async () => {
    const { rig, window } = await aWatchlist(1);
    let written = 0;
    for (let step = 0; step < 125; step += 1) {
      moveBook(rig, step);
      written += window.take().length;
    }
    expect(written).toBeGreaterThanOrEqual(17);
    expect(written).toBeLessThanOrEqual(20);
  });

  it('is written as soon as a window that was behind acknowledges', async () => {
    const { rig, window } = await aWatchlist(1);
    await window.open({ kind: 'ladder', instrument: 'X0', groupStep: 1, rows: 5, centreTicks: null });
    for (let step = 0; step < 20; step += 1) moveBook(rig, step);
    expect(window.take().map(({ kind }) => kind)).toEqual(['watchlist', 'ladder', 'ladder']);
    moveBook(rig, 20);
    expect(window.take().map(({ kind }) => kind)).toEqual(['watchlist', 'ladder']);
  });

  it('is not written while nothing changes', async () => {
    const { rig, window } = await aWatchlist(1);
    rowsOf(rig, window);
    rig.clock.advance(500);
    expect(rowsOf(rig, window)).toEqual([]);
  });

  it('marks the row of a book that is not proved', async () => {
    const { rig, window } = await aWatchlist(2);
    rowsOf(rig, window);
    rig.clock.advance(100);
    rig.venue.say(joining([205, 1], { subscription: BOOK_SUBSCRIPTION + 2, hash: [1, 2] }));
    const rows = rowsOf(rig, window);
    expect(rows.map(({ instrumentIndex, reason }) => [instrumentIndex, STALE_REASONS[reason]])).toEqual([
      [1, 'hash-mismatch'],
    ]);
    expect(rows[0]?.bid).toEqual([100, 9]);
  });

  it.each([1, 200, 700])(
    'brings all rows of %d instruments, in as many frames as they need',
    async (count) => {
      const { rig, window } = await aWatchlist(count);
      for (let index = 0; index < count; index += 1)
        rig.venue.say({ ...someTrades(1, 80, eachMinute(80)), subscription: 2 + index * 2 });
      const rows: WatchlistReading[] = [];
      const longest: number[] = [];
      for (let frame = 0; frame < 20; frame += 1) {
        rig.clock.advance(16);
        rig.frame();
        const sections = window.take();
        longest.push(...sections.map(({ payload }) => payload.length));
        rows.push(...sections.flatMap(readWatchlist));
      }
      expect(rows.map(({ instrumentIndex }) => instrumentIndex)).toEqual(instruments(count).map((_, i) => i));
      expect(rows.every(({ last, spark }) => last === 580 && spark?.length === 60)).toBe(true);
      expect(Math.max(...longest)).toBeLessThanOrEqual(4_096);
    },
  );

  it('writes only the rows that changed, and nothing where a change does not show', async () => {
    const { rig, window } = await aWatchlist(3);
    rowsOf(rig, window);
    rig.clock.advance(100);
    const second = { subscription: BOOK_SUBSCRIPTION + 2 };
    rig.venue.say(joining([203, 7], { ...second, previousSequence: 100, sequence: 101 }));
    expect(rowsOf(rig, window)).toMatchObject([{ instrumentIndex: 1, sequence: 101, spark: null }]);
    rig.clock.advance(100);
    rig.venue.say(joining([203, 7, 205, 7], { ...second, previousSequence: 101, sequence: 102 }));
    expect(rowsOf(rig, window)).toEqual([]);
  });

  it('writes a sparkline at most once a second, and its last close in the end', async () => {
    const { rig, window } = await aWatchlist(1);
    rowsOf(rig, window);
    const sparks: (readonly number[] | null)[] = [];
    for (let step = 1; step <= 30; step += 1) {
      rig.venue.say(someTrades(step, step));
      for (let frame = 0; frame < 7; frame += 1)
        sparks.push(...rowsOf(rig, window).map(({ spark }) => spark));
    }
    const written = sparks.filter((spark) => spark !== null);
    expect(sparks.length).toBeGreaterThan(20);
    expect(written.length).toBeGreaterThanOrEqual(3);
    expect(written.length).toBeLessThanOrEqual(5);
    rig.clock.advance(1_000);
    expect(rowsOf(rig, window).map(({ spark }) => spark)).toEqual([[530]]);
  });
});
