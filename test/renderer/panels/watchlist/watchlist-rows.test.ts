import { describe, expect, it } from 'vitest';
import {
  changeTicks,
  readWatchlist,
  spreadTicks,
  type WatchlistRow,
  type WatchlistRows,
} from '../../../../renderer/panels/watchlist/watchlist-rows.ts';
import { WATCHLIST, WATCHLIST_ROW } from '../../../../main/contract/view-frame.ts';
import { watchlistPayload, type BuiltWatchlistRow } from '../../../support/frame-builder.ts';

function readOver(rows: readonly BuiltWatchlistRow[], previous: WatchlistRows): WatchlistRows {
  const result = readWatchlist(new Float64Array(watchlistPayload(rows)), previous);
  if (result === null) throw new Error('expected a readable payload');
  return result;
}

/** All rows known, by rising index. */
function read(
  rows: readonly BuiltWatchlistRow[],
  previous: readonly WatchlistRow[] = [],
): readonly WatchlistRow[] {
  const known = readOver(rows, new Map(previous.map((row) => [row.instrumentIndex, row])));
  return [...known.values()].toSorted((a, b) => a.instrumentIndex - b.instrumentIndex);
}

describe('readWatchlist', () => {
  it('reads rows with sparklines of different lengths', () => {
    const rows = read([
      {
        instrumentIndex: 3,
        last: 12,
        open: 10,
        bid: 11,
        ask: 13,
        bidLots: 5,
        askLots: 6,
        volume: 70,
        spark: [9, 10, 12],
      },
      { instrumentIndex: 4 },
    ]);
    expect(rows[0]).toEqual({
      instrumentIndex: 3,
      lastTicks: 12,
      openTicks: 10,
      bidTicks: 11,
      askTicks: 13,
      bidLots: 5,
      askLots: 6,
      volumeLots: 70,
      spark: new Float64Array([9, 10, 12]),
      move: 0,
      moves: 0,
    });
    expect(rows[1]).toMatchObject({ instrumentIndex: 4, lastTicks: -1, spark: new Float64Array() });
  });

  it('refuses every payload that is shorter or longer than it says', () => {
    const whole = watchlistPayload([{ instrumentIndex: 0, spark: [1, 2] }, { instrumentIndex: 1 }]);
    for (let length = 0; length < whole.length; length++)
      expect(
        readWatchlist(new Float64Array(whole.slice(0, length)), new Map()),
        `${length} words`,
      ).toBeNull();
    expect(readWatchlist(new Float64Array([...whole, 0]), new Map())).toBeNull();
    expect(readWatchlist(new Float64Array(whole), new Map())?.size).toBe(2);
  });

  it.each([-2, 1.5, Number.NaN])('refuses a sparkline of %d closes', (count) => {
    const payload = new Float64Array(watchlistPayload([{ instrumentIndex: 0, spark: [1, 2] }]));
    payload[WATCHLIST.length + WATCHLIST_ROW.sparkCount] = count;
    expect(readWatchlist(payload, new Map())).toBeNull();
  });

  it('keeps the rows that a payload does not name', () => {
    const before = read([{ instrumentIndex: 0, last: 5 }, { instrumentIndex: 1 }]);
    const after = read([{ instrumentIndex: 1, last: 8 }], before);
    expect([after[0] === before[0], after[1]?.lastTicks]).toEqual([true, 8]);
  });

  it('keeps the sparkline until another is sent', () => {
    const before = read([{ instrumentIndex: 0, last: 5, spark: [4, 5] }]);
    const [moved] = read([{ instrumentIndex: 0, last: 6, spark: null }], before);
    expect(moved?.spark).toBe(before[0]?.spark);
    expect(read([{ instrumentIndex: 0, spark: null }])[0]?.spark).toEqual(new Float64Array());
  });

  it('keeps the very row in which nothing shown has changed', () => {
    const before = read([
      { instrumentIndex: 0, last: 5, spark: [4, 5] },
      { instrumentIndex: 1, last: 7 },
    ]);
    const after = read(
      [
        { instrumentIndex: 0, last: 5, spark: [4, 5] },
        { instrumentIndex: 1, last: 8 },
      ],
      before,
    );
    expect([after[0] === before[0], after[1] === before[1]]).toEqual([true, false]);
  });

  it('counts each change of the last price and remembers its direction', () => {
    const at = (last: number, previous: readonly WatchlistRow[] = []) =>
      read([{ instrumentIndex: 0, last, bid: 1 }], previous);
    const up = at(6, at(5));
    expect(up[0]).toMatchObject({ move: 1, moves: 1 });
    expect(at(4, up)[0]).toMatchObject({ move: -1, moves: 2 });
  });

  it('does not count the first price as a change', () => {
    expect(read([{ instrumentIndex: 0, last: 5 }], read([{ instrumentIndex: 0 }]))[0]).toMatchObject({
      moves: 0,
    });
  });
});

describe('changeTicks', () => {
  it('is null while there is no price or no opening', () => {
    const rows = read([
      { instrumentIndex: 0, last: 12, open: 15 },
      { instrumentIndex: 1, last: 12 },
    ]);
    expect(rows.map(changeTicks)).toEqual([-3, null]);
  });
});

describe('spreadTicks', () => {
  it('is null while a side is empty', () => {
    const rows = read([
      { instrumentIndex: 0, bid: 10, ask: 12 },
      { instrumentIndex: 1, bid: 10 },
    ]);
    expect(rows.map(spreadTicks)).toEqual([2, null]);
  });
});
