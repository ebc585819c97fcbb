/**
 * Layout of a view frame: one Float64Array of at most 64 KB, a header and then one section per view that changed.
 * Every value is an IEEE double; integers are exact. "None" is -1 for a price in ticks.
 *
 * header   [version, frameNumber, publishedTimeMs, sectionCount]
 * section  [viewId, kind, payloadLength, reason, staleSinceMs, sequence, dataTimeMs] + payload
 *
 * `reason` is an index of STALE_REASONS (0 is live). `sequence` is the book's (ladder) or the last trade's (tape,
 * candles), 0 for the watchlist. `dataTimeMs` is the venue's time of the newest data in the view, milliseconds.
 */
export const FRAME_VERSION = 1;

export const HEADER = { version: 0, frameNumber: 1, publishedTimeMs: 2, sectionCount: 3, length: 4 } as const;

export const SECTION = {
  viewId: 0,
  kind: 1,
  payloadLength: 2,
  reason: 3,
  staleSinceMs: 4,
  sequence: 5,
  dataTimeMs: 6,
  length: 7,
} as const;

export const VIEW_KIND = { ladder: 1, watchlist: 2, tape: 3, candles: 4 } as const;
export type ViewKindCode = (typeof VIEW_KIND)[keyof typeof VIEW_KIND];

/**
 * Ladder payload: these, then `rowCount` rows of LADDER_ROW, highest price first; row i is at `topTicks - i * groupStep`.
 * Sizes in lots. Cumulative sizes count from the touch outward, 0 on rows without that side beyond the touch.
 */
export const LADDER = {
  instrumentIndex: 0,
  groupStep: 1,
  topTicks: 2,
  rowCount: 3,
  bestBidTicks: 4,
  bestAskTicks: 5,
  lastTradeTicks: 6,
  lastTradeLots: 7,
  /** 0 none or unknown, 1 buy, 2 sell. */
  lastTradeSide: 8,
  /** Levels in the whole book. */
  bidLevels: 9,
  askLevels: 10,
  length: 11,
} as const;
export const LADDER_ROW = {
  bidLots: 0,
  askLots: 1,
  bidCumulativeLots: 2,
  askCumulativeLots: 3,
  length: 4,
} as const;

/**
 * Watchlist payload: `rowCount`, then per row WATCHLIST_ROW followed by `sparkCount` closes in ticks, oldest first. The
 * first sections of a view bring all rows, later ones those that changed; `sparkCount` -1: the closes are as they were.
 */
export const WATCHLIST = { rowCount: 0, length: 1 } as const;
export const WATCHLIST_ROW = {
  instrumentIndex: 0,
  /** Index of STALE_REASONS for this instrument's book. */
  reason: 1,
  staleSinceMs: 2,
  lastTicks: 3,
  /** 0 none or unknown, 1 buy, 2 sell. */
  lastSide: 4,
  /** First price of the history the terminal holds; change = last - open. */
  openTicks: 5,
  bidTicks: 6,
  askTicks: 7,
  bidLots: 8,
  askLots: 9,
  volumeLots: 10,
  sequence: 11,
  sparkCount: 12,
  length: 13,
} as const;

/**
 * Tape payload: TAPE, then `count` prints, oldest first. Prints are never conflated: `gapFrom..gapTo` (0 when there is
 * none) names the trade sequences that had to be dropped before the first print of this section.
 * `isReset` 1 starts the list anew.
 */
export const TAPE = { instrumentIndex: 0, isReset: 1, gapFrom: 2, gapTo: 3, count: 4, length: 5 } as const;
export const TAPE_PRINT = { sequence: 0, timeMs: 1, ticks: 2, lots: 3, side: 4, length: 5 } as const;

/**
 * Candle payload: CANDLES, then `count` candles, oldest first. `isReset` 1 replaces all, else the candles given replace
 * those with the same start or are added at the end. Start in milliseconds, span [start, start + interval).
 * `isComplete` 1: proved to hold every trade of its span so far; 0: a trade may be missing, show it hatched.
 */
export const CANDLES = { instrumentIndex: 0, intervalMs: 1, isReset: 2, count: 3, length: 4 } as const;
export const CANDLE = {
  startMs: 0,
  openTicks: 1,
  highTicks: 2,
  lowTicks: 3,
  closeTicks: 4,
  volumeLots: 5,
  isComplete: 6,
  length: 7,
} as const;

export const AGGRESSOR_CODE = { unknown: 0, buy: 1, sell: 2 } as const;
