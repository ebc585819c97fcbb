import { WATCHLIST, WATCHLIST_ROW } from '../../../main/contract/view-frame.ts';

/** One instrument's line. Prices in ticks (-1: none), sizes and volume in lots. */
export type WatchlistRow = {
  readonly instrumentIndex: number;
  readonly lastTicks: number;
  /** First price of the history the terminal holds; -1 for none. */
  readonly openTicks: number;
  readonly bidTicks: number;
  readonly askTicks: number;
  readonly bidLots: number;
  readonly askLots: number;
  readonly volumeLots: number;
  /** Sequence of the book the row was read from. */
  readonly sequence: number;
  /** Closes in ticks, oldest first. */
  readonly spark: Float64Array;
  /** Direction of the newest change of the last price: -1, 0 (never changed), 1. */
  readonly move: number;
  /** Counts the changes of the last price seen here, so that each can flash once. */
  readonly moves: number;
};

/**
 * Reads a watchlist payload. A row in which nothing shown has changed is the very object of `previous`, so that only
 * the rows that moved are drawn again.
 *
 * @returns null when the payload is shorter or longer than it says
 */
export function readWatchlist(
  payload: Float64Array,
  previous: readonly WatchlistRow[],
): readonly WatchlistRow[] | null {
  const rowCount = payload[WATCHLIST.rowCount] ?? -1;
  const before = new Map(previous.map((row) => [row.instrumentIndex, row]));
  const rows: WatchlistRow[] = [];
  let start: number = WATCHLIST.length;
  while (rows.length < rowCount && start < payload.length) {
    const sparkStart = start + WATCHLIST_ROW.length;
    const end = sparkStart + (payload[start + WATCHLIST_ROW.sparkCount] ?? Number.NaN);
    if (!(end >= sparkStart && end <= payload.length)) return null;
    const index = payload[start + WATCHLIST_ROW.instrumentIndex] ?? -1;
    rows.push(readRow(payload, start, payload.subarray(sparkStart, end), before.get(index)));
    start = end;
  }
  return rows.length === rowCount && start === payload.length ? rows : null;
}

function readRow(
  payload: Float64Array,
  start: number,
  spark: Float64Array,
  before: WatchlistRow | undefined,
): WatchlistRow {
  const at = (field: number): number => payload[start + field] ?? -1;
  const lastTicks = at(WATCHLIST_ROW.lastTicks);
  const hadLast = before !== undefined && before.lastTicks >= 0;
  const step = hadLast ? Math.sign(lastTicks - before.lastTicks) : 0;
  const row: WatchlistRow = {
    instrumentIndex: at(WATCHLIST_ROW.instrumentIndex),
    lastTicks,
    openTicks: at(WATCHLIST_ROW.openTicks),
    bidTicks: at(WATCHLIST_ROW.bidTicks),
    askTicks: at(WATCHLIST_ROW.askTicks),
    bidLots: at(WATCHLIST_ROW.bidLots),
    askLots: at(WATCHLIST_ROW.askLots),
    volumeLots: at(WATCHLIST_ROW.volumeLots),
    sequence: at(WATCHLIST_ROW.sequence),
    spark,
    move: step === 0 ? (before?.move ?? 0) : step,
    moves: (before?.moves ?? 0) + (step === 0 ? 0 : 1),
  };
  return before !== undefined && looksTheSame(row, before) ? before : row;
}

function looksTheSame(row: WatchlistRow, before: WatchlistRow): boolean {
  return (
    row.lastTicks === before.lastTicks &&
    row.openTicks === before.openTicks &&
    row.bidTicks === before.bidTicks &&
    row.askTicks === before.askTicks &&
    row.bidLots === before.bidLots &&
    row.askLots === before.askLots &&
    row.volumeLots === before.volumeLots &&
    row.spark.length === before.spark.length &&
    row.spark.every((close, index) => close === before.spark[index])
  );
}

/** Change of the last price against the opening one, in ticks; null without both. */
export function changeTicks(row: WatchlistRow): number | null {
  return row.lastTicks < 0 || row.openTicks < 0 ? null : row.lastTicks - row.openTicks;
}

/** Best ask less best bid, in ticks; null while a side is empty. */
export function spreadTicks(row: WatchlistRow): number | null {
  return row.bidTicks < 0 || row.askTicks < 0 ? null : row.askTicks - row.bidTicks;
}
