import { describe, expect, it } from 'vitest';
import { instrumentId } from '../../../main/core/instrument/instrument.ts';
import { priceTicks } from '../../../main/core/units/price.ts';
import { sizeLots } from '../../../main/core/units/size.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import {
  buildFrame,
  ladderPayload,
  tapePayload,
  watchlistPayload,
  type BuiltSection,
} from '../../support/frame-builder.ts';
import { anInstrument } from '../../support/market-events.ts';
import { ownTimeMs } from '../../support/own-time.ts';
import { MarketRecord } from './market-record.ts';
import { ScreenJudge } from './screen-judge.ts';

const BOOK = [200, 9, 205, 4];
const NOON = timestampMicros(1_800_000_000_000_000);

/** One instrument: 9 bid at 100, 4 asked at 102 at sequence 7; then 5 bid at 101 and a trade, sequence 8, at `atMs`. */
function aRecord(epoch = 1, atMs = ownTimeMs()): MarketRecord {
  const opening = { levels: BOOK, sequence: 7, lastTrade: 3, earlierTrade: () => '102:1' };
  const record = new MarketRecord(epoch, [opening], atMs);
  const trade = {
    price: priceTicks(102),
    size: sizeLots(2),
    aggressorSide: 'buy',
    venueTime: NOON,
  } as const;
  record.note({ kind: 'book', instrument: 0, venueTime: NOON, levels: [202, 5], trades: [trade] }, atMs);
  return record;
}

/** A ladder from 102 down to 100 that shows the book at sequence 8. */
const LADDER = {
  topTicks: 102,
  bestBid: 101,
  bestAsk: 102,
  bidLevels: 2,
  rows: [
    [0, 4, 0, 4],
    [5, 0, 5, 0],
    [9, 0, 14, 0],
  ],
} as const;

function ladder(changes: Partial<Parameters<typeof ladderPayload>[0]> = {}, sequence = 8): BuiltSection {
  return { viewId: 1, kind: 'ladder', sequence, payload: ladderPayload({ ...LADDER, ...changes }) };
}
const tape = (changes: Parameters<typeof tapePayload>[0]): BuiltSection => ({
  viewId: 2,
  kind: 'tape',
  payload: tapePayload(changes),
});

function judged(...sections: BuiltSection[]): ScreenJudge {
  const judge = new ScreenJudge({ records: [aRecord(), null], downSinceMs: null });
  for (const [i, section] of sections.entries())
    judge.pushFrame(new Float64Array(buildFrame(i + 1, [section])));
  return judge;
}

describe('ScreenJudge', () => {
  it('finds nothing wrong with the exchange\u2019s own book and trades', () => {
    const print = { sequence: 4, ticks: 102, lots: 2 };
    const judge = judged(
      ladder(),
      tape({ isReset: true, prints: [{ ...print, sequence: 3, lots: 1 }, print] }),
    );
    expect([judge.violations, judge.judged, judge.printsJudged]).toEqual([[], 1, 2]);
    expect(judge.isCaughtUp([8])).toBe(true);
  });

  it.each([
    ['a size that is wrong', ladder({ rows: [LADDER.rows[0], [6, 0, 6, 0], LADDER.rows[2]] })],
    ['a touch that is wrong', ladder({ bestBid: 100 })],
    ['a level that is missing beyond the rows', ladder({ bidLevels: 1 })],
    ['the book of another sequence', ladder({}, 7)],
    ['a sequence that never was', ladder({}, 9)],
    ['a stale book that never was', { ...ladder({ bestAsk: 103 }), reason: 'gap' as const }],
  ])('finds a ladder with %s', (_, section) => {
    expect(judged(section).violations).toHaveLength(1);
  });

  it('finds a print that was no trade, and trades that are missing without a word', () => {
    const print = { sequence: 4, ticks: 102, lots: 2 };
    expect(judged(tape({ isReset: true, prints: [{ ...print, lots: 3 }] })).violations).toHaveLength(1);
    const first = tape({ isReset: true, prints: [{ sequence: 2, ticks: 102, lots: 1 }] });
    expect(judged(first, tape({ prints: [print] })).violations).toEqual(['tape 0: 4 after 2 without a word']);
    const judge = judged(first, tape({ gap: [3, 3], prints: [print] }));
    expect([judge.violations, judge.tradesMissing]).toEqual([[], 1]);
  });

  it('measures for how long a live book was out of date, and forgets it when the book goes stale', () => {
    const atMs = ownTimeMs() - 5_000;
    const judge = new ScreenJudge({ records: [aRecord(1, atMs), null], downSinceMs: null });
    const old = ladder({ bestBid: 100, bidLevels: 1, rows: [LADDER.rows[0], [0, 0, 0, 0], [9, 0, 9, 0]] }, 7);
    judge.pushFrame(new Float64Array(buildFrame(1, [old])));
    judge.sample();
    expect(judge.violations).toEqual([]);
    expect(judge.longestOutdatedMs).toBeGreaterThanOrEqual(5_000);
    judge.beginMeasuring();
    judge.push('book-qualities', { qualities: [{ isLive: false, reason: 'silent', staleSinceMs: 1 }] });
    judge.sample();
    expect([judge.longestOutdatedMs, [...judge.reasons]]).toEqual([0, ['silent']]);
    expect(judge.isCaughtUp([7])).toBe(false);
  });

  it('calls a book out of date that is live under a run of the exchange that is over', () => {
    const past = aRecord(1, ownTimeMs() - 9_000);
    const present = new MarketRecord(
      2,
      [{ levels: [], sequence: 1, lastTrade: 0, earlierTrade: () => '' }],
      0,
    );
    const judge = new ScreenJudge({ records: [present, past], downSinceMs: null });
    judge.pushFrame(new Float64Array(buildFrame(1, [ladder()])));
    judge.sample();
    expect(judge.violations).toEqual([]);
    expect(judge.longestOutdatedMs).toBeGreaterThan(0);
    expect(judge.isCaughtUp([8])).toBe(false);
  });

  it('waits for the watchlist too, whose rows are live only when no trade is awaited', () => {
    const row = (reason: 'none' | 'syncing'): BuiltSection => ({
      viewId: 3,
      kind: 'watchlist',
      payload: watchlistPayload([{ instrumentIndex: 0, reason }]),
    });
    expect([judged().isWatchlistLive, judged(row('syncing')).isWatchlistLive]).toEqual([false, false]);
    expect(judged(row('syncing'), row('none')).isWatchlistLive).toBe(true);
  });

  it('takes new terms for a new book', () => {
    const record = aRecord();
    const definition = anInstrument({ id: instrumentId('AAA') });
    record.note({ kind: 'terms', instrument: 0, venueTime: NOON, definition, levels: [400, 1] }, ownTimeMs());
    expect([...(record.bookAt(0, 9) ?? [])]).toEqual([[400, 1]]);
    expect([...(record.bookAt(0, 8) ?? [])]).toEqual([
      [200, 9],
      [205, 4],
      [202, 5],
    ]);
  });
});
