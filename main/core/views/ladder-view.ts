import { midTicks } from '../book/book-analysis.ts';
import type { ReadableBook } from '../book/order-book.ts';
import { ASK, BID } from '../market-data/flat-levels.ts';
import type { AggressorSide, Trade } from '../market-data/trade.ts';
import { clearLadderRows, fillLadderSide, LADDER_ROW_LENGTH, sumOutward } from './ladder-rows.ts';

/** Most rows and widest step a ladder may be asked for. */
export const MAX_LADDER_ROWS = 400;
export const MAX_GROUP_STEP = 10_000;

export type LadderRequest = {
  /** Ticks per row, 1 to {@link MAX_GROUP_STEP}. */
  readonly groupStep: number;
  /** 1 to {@link MAX_LADDER_ROWS}. */
  readonly rows: number;
  /** Price in ticks that lies in the middle row; null follows the touch. */
  readonly centreTicks: number | null;
};

/** Rows of prices around the touch or a pinned price. Prices in ticks, -1 for none; sizes in lots. */
export type LadderView = {
  groupStep: number;
  /** Price of the highest row, a multiple of `groupStep`; row i lies at `topTicks - i * groupStep`. */
  topTicks: number;
  /** 0 while nothing says where to look: an empty book, no trade, no pinned price. */
  rowCount: number;
  /**
   * {@link LADDER_ROW_LENGTH} doubles a row. A bid stands on the row at or below its price, an ask on the row at or above.
   * Cumulative sizes count from the touch outward, over levels outside the window too, and go on over empty rows;
   * 0 on the far side of that side's touch. Exact while below 2^53.
   */
  readonly rows: Float64Array;
  bestBidTicks: number;
  bestAskTicks: number;
  lastTradeTicks: number;
  lastTradeLots: number;
  lastTradeSide: AggressorSide;
  /** Levels in the whole book. */
  bidLevels: number;
  askLevels: number;
  /** The window follows the touch; tells the next projection whether it may keep `topTicks`. */
  isFollowing: boolean;
};

export function createLadderView(): LadderView {
  return {
    groupStep: 1,
    topTicks: -1,
    rowCount: 0,
    rows: new Float64Array(MAX_LADDER_ROWS * LADDER_ROW_LENGTH),
    bestBidTicks: -1,
    bestAskTicks: -1,
    lastTradeTicks: -1,
    lastTradeLots: 0,
    lastTradeSide: 'unknown',
    bidLevels: 0,
    askLevels: 0,
    isFollowing: false,
  };
}

/**
 * Projects the book into `out` and returns it; it stays valid until the next projection into it. Allocates
 * nothing.
 *
 * While it follows the touch the window stands still as long as the touch stays within a quarter of the window of its
 * middle, and is centred anew when it does not. For that `out` must be the view projected before; a fresh one is centred.
 *
 * @throws RangeError when the request is out of its ranges
 */
export function projectLadder(
  book: ReadableBook,
  request: LadderRequest,
  lastTrade: Trade | null,
  out: LadderView,
): LadderView {
  checkRequest(request);
  out.bestBidTicks = book.bestBid();
  out.bestAskTicks = book.bestAsk();
  out.bidLevels = book.levelCount(BID);
  out.askLevels = book.levelCount(ASK);
  out.lastTradeTicks = lastTrade?.price ?? -1;
  out.lastTradeLots = lastTrade?.size ?? 0;
  out.lastTradeSide = lastTrade?.aggressorSide ?? 'unknown';
  placeWindow(request, request.centreTicks ?? touchTicks(book, out.lastTradeTicks), out);
  clearLadderRows(out);
  if (out.rowCount > 0) {
    sumOutward(out, BID, fillLadderSide(book, BID, out));
    sumOutward(out, ASK, fillLadderSide(book, ASK, out));
  }
  return out;
}

/** Mid, else the only side's best, else the last trade, else -1. */
function touchTicks(book: ReadableBook, lastTradeTicks: number): number {
  const mid = midTicks(book);
  if (mid !== null) return mid;
  const only = Math.max(book.bestBid(), book.bestAsk());
  return only >= 0 ? only : lastTradeTicks;
}

/** @param centre ticks, may be a half; -1 when there is nothing to look at */
function placeWindow(request: LadderRequest, centre: number, out: LadderView): void {
  const { groupStep, rows, centreTicks } = request;
  const isFollowing = centreTicks === null;
  const isSameWindow = out.isFollowing && isFollowing && out.groupStep === groupStep && out.rowCount === rows;
  out.isFollowing = isFollowing;
  out.groupStep = groupStep;
  out.rowCount = centre < 0 ? 0 : rows;
  if (centre < 0) {
    out.topTicks = -1;
    return;
  }
  const rowsAbove = Math.floor(rows / 2);
  const middleRow = Math.floor(centre / groupStep);
  const shownMiddleRow = out.topTicks / groupStep - rowsAbove;
  if (isSameWindow && Math.abs(middleRow - shownMiddleRow) <= rows / 4) return;
  // The lowest row is never below 0 ticks.
  out.topTicks = Math.max(middleRow + rowsAbove, rows - 1) * groupStep;
}

function checkRequest({ groupStep, rows, centreTicks }: LadderRequest): void {
  if (!Number.isInteger(groupStep) || groupStep < 1 || groupStep > MAX_GROUP_STEP)
    throw new RangeError(`expected a group step from 1 to ${MAX_GROUP_STEP}, received ${groupStep}`);
  if (!Number.isInteger(rows) || rows < 1 || rows > MAX_LADDER_ROWS)
    throw new RangeError(`expected 1 to ${MAX_LADDER_ROWS} rows, received ${rows}`);
  if (centreTicks !== null && !(centreTicks >= 0))
    throw new RangeError(`expected centre ticks of at least 0, received ${centreTicks}`);
}
