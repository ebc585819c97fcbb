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
  /** Closes in ticks, oldest first; the very array of before while the terminal sends no other. */
  readonly spark: Float64Array;
  /** Direction of the newest change of the last price: -1, 0 (never changed), 1. */
  readonly move: number;
  /** Counts the changes of the last price seen here, so that each can flash once. */
  readonly moves: number;
};

/** Rows by the index of their instrument. */
export type WatchlistRows = ReadonlyMap<number, WatchlistRow>;

const NO_SPARK = new Float64Array();

/**
 * Reads a watchlist payload over the rows known before: those it does not name, and those in which nothing shown has
 * changed, are the very objects of `previous`, so that only the rows that moved are drawn again.
 *
 * @returns null when the payload is shorter or longer than it says
 */
export function readWatchlist(payload: Float64Array, previous: WatchlistRows): WatchlistRows | null {
  const rowCount = payload[WATCHLIST.rowCount] ?? -1;
  const rows = new Map(previous);
  let start: number = WATCHLIST.length;
  let read = 0;
  for (; read < rowCount && start < payload.length; read += 1) {
    const sparkStart = start + WATCHLIST_ROW.length;
    const sparkCount = payload[start + WATCHLIST_ROW.sparkCount] ?? Number.NaN;
    const end = sparkStart + (sparkCount === -1 ? 0 : sparkCount);
    if (!(end >= sparkStart && end <= payload.length)) return null;
    const index = payload[start + WATCHLIST_ROW.instrumentIndex] ?? -1;
    const before = previous.get(index);
    const spark = sparkCount === -1 ? (before?.spark ?? NO_SPARK) : payload.slice(sparkStart, end);
    rows.set(index, readRow(payload, start, spark, before));
    start = end;
  }
  return read === rowCount && start === payload.length ? rows : null;
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
    (row.spark === before.spark || isSameSpark(row.spark, before.spark))
  );
}

function isSameSpark(spark: Float64Array, before: Float64Array): boolean {
  return spark.length === before.length && spark.every((close, place) => close === before[place]);
}

/** Change of the last price against the opening one, in ticks; null without both. */
export function changeTicks(row: WatchlistRow): number | null {
  return row.lastTicks < 0 || row.openTicks < 0 ? null : row.lastTicks - row.openTicks;
}

/** Best ask less best bid, in ticks; null while a side is empty. */
export function spreadTicks(row: WatchlistRow): number | null {
  return row.bidTicks < 0 || row.askTicks < 0 ? null : row.askTicks - row.bidTicks;
}
