import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { LadderViewRequest } from '../../../main/contract/view-request.ts';
import { ASK, BID, type Side } from '../../../main/core/market-data/flat-levels.ts';
import { SharedLadders } from '../../../main/terminal/views/shared-ladders.ts';
import { levelsFromText } from '../../support/book-text.ts';
import { readLadder } from '../../support/frame-reading.ts';
import { aDelta } from '../../support/market-events.ts';
import { joining, PICTURE } from '../../support/pipeline-rig.ts';
import { SlowBook } from '../../support/slow-book.ts';
import { aLiveTerminal } from '../../support/terminal-rig.ts';

const REQUEST = { kind: 'ladder', instrument: 'ESZ6', groupStep: 1, rows: 8, centreTicks: 100 } as const;
const FOLLOWING = { ...REQUEST, centreTicks: null };

type Step =
  | { readonly does: 'change'; readonly side: Side; readonly away: number; readonly lots: number }
  | { readonly does: 'frame' }
  | { readonly does: 'paint'; readonly window: number };

/** Around the window of {@link REQUEST}, which shows bids from 97 and asks to 104, and beyond it. */
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    does: fc.constant('change' as const),
    side: fc.constantFrom<Side>(BID, ASK),
    away: fc.integer({ min: 0, max: 12 }),
    lots: fc.integer({ min: 0, max: 3 }),
  }),
  fc.record({ does: fc.constant('frame' as const) }),
  fc.record({ does: fc.constant('paint' as const), window: fc.integer({ min: 0, max: 1 }) }),
);

/** `[ticks, bidLots, askLots]` of the rows that {@link REQUEST} shows. */
function slowRows(book: SlowBook): number[][] {
  const lotsAt = (ticks: number, side: Side): number => book.levels.get(ticks * 2 + side) ?? 0;
  return Array.from({ length: 8 }, (_, i) => [104 - i, lotsAt(104 - i, BID), lotsAt(104 - i, ASK)]);
}

describe('SharedLadders', () => {
  it('projects a ladder once for all windows that show it', async () => {
    const rig = aLiveTerminal(PICTURE);
    const windows = [rig.openWindow(), rig.openWindow(), rig.openWindow()];
    for (const window of windows) await window.open(REQUEST);
    rig.frame();
    for (const window of windows) window.take();
    const walk = vi.spyOn(rig.pipeline().book, 'walk');
    rig.venue.say(joining([205, 6]));
    rig.frame();
    expect(walk).toHaveBeenCalledTimes(2); // one a side
    const [first, ...others] = windows.map((window) => window.take().map(({ payload }) => payload));
    expect(first).toHaveLength(1);
    for (const other of others) expect(other).toEqual(first);
  });

  it('gives what is there to a window that comes later', async () => {
    const rig = aLiveTerminal(PICTURE);
    const [early, late] = [rig.openWindow(), rig.openWindow()];
    await early.open(REQUEST);
    rig.frame();
    await late.open(REQUEST);
    rig.frame();
    expect(late.take().map(({ payload }) => payload)).toEqual(early.take().map(({ payload }) => payload));
  });

  it('keeps ladders apart that differ in anything', () => {
    const fed = aLiveTerminal(PICTURE).client.feed.find('ESZ6');
    if (fed === undefined) throw new Error('expected the instrument');
    const ladders = new SharedLadders();
    const requests: LadderViewRequest[] = [
      REQUEST,
      FOLLOWING,
      { ...REQUEST, rows: 9 },
      { ...REQUEST, groupStep: 2 },
      { ...REQUEST, instrument: '8 100 ESZ6' },
      { ...REQUEST, centreTicks: 101 },
    ];
    expect(new Set(requests.map((request) => ladders.acquire(request, fed))).size).toBe(requests.length);
    expect(ladders.acquire({ ...REQUEST }, fed)).toBe(ladders.acquire(REQUEST, fed));
  });

  it('forgets a ladder with its last window', () => {
    const fed = aLiveTerminal(PICTURE).client.feed.find('ESZ6');
    if (fed === undefined) throw new Error('expected the instrument');
    const ladders = new SharedLadders();
    ladders.acquire(REQUEST, fed);
    ladders.acquire(REQUEST, fed);
    const sizes = [1, 2].map(() => {
      ladders.release(REQUEST);
      return ladders.size;
    });
    expect(sizes).toEqual([1, 0]);
    expect(() => ladders.release(REQUEST)).toThrow(RangeError);
  });

  it('is centred anew for all when a window asks for it again', async () => {
    const rig = aLiveTerminal(PICTURE);
    const windows = [rig.openWindow(), rig.openWindow()];
    const viewIds = [await windows[0]?.open(FOLLOWING), await windows[1]?.open(FOLLOWING)];
    const tops = (): (number | undefined)[] =>
      windows.map((window) => window.take().map(readLadder).at(-1)?.rows[0]?.[0]);
    rig.frame();
    expect(tops()).toEqual([104, 104]);
    // The touch moves to 101 and 102, within a quarter of the window.
    rig.venue.say(joining([203, 0, 202, 3]));
    rig.frame();
    expect(tops()).toEqual([104, 104]);
    await windows[0]?.window.request('change-view', { viewId: viewIds[0], request: FOLLOWING });
    rig.frame();
    expect(tops()).toEqual([105, 105]);
  });

  it('shows every window the book in the end, whatever changed and however slowly each painted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const rig = aLiveTerminal(PICTURE);
        const book = new SlowBook();
        book.apply(levelsFromText(PICTURE));
        const windows = [rig.openWindow(), rig.openWindow()];
        for (const window of windows) await window.open(REQUEST);
        const seen = windows.map((window) => window.take());
        const paint = (index: number): void => void seen[index]?.push(...(windows[index]?.take() ?? []));
        let sequence = 100;
        for (const taken of steps) {
          if (taken.does === 'frame') rig.frame();
          if (taken.does === 'paint') paint(taken.window);
          if (taken.does !== 'change') continue;
          const ticks = taken.side === BID ? 100 - taken.away : 101 + taken.away;
          const levels = [ticks * 2 + taken.side, taken.lots];
          book.apply(levels);
          const change = { previousSequence: sequence, sequence: sequence + 1 };
          rig.venue.say(aDelta({ levels, hash: book.hash(), ...change }));
          sequence += 1;
        }
        for (let settled = 0; settled < 3; settled += 1) {
          rig.clock.advance(250);
          rig.frame();
          for (const index of windows.keys()) paint(index);
        }
        for (const sections of seen) {
          const last = sections.at(-1);
          if (last === undefined) throw new Error('expected a section');
          const ladder = readLadder(last);
          expect([last.sequence, last.reason]).toEqual([sequence, 0]);
          expect(ladder.rows.map((row) => row.slice(0, 3))).toEqual(slowRows(book));
          expect(ladder.levels).toEqual([book.side(BID).length, book.side(ASK).length]);
        }
      }),
      { seed: 7, numRuns: 100 },
    );
  });
});
