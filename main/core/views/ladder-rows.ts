import { groupTicks } from '../book/book-grouping.ts';
import type { ReadableBook } from '../book/order-book.ts';
import { BID, type Side } from '../market-data/flat-levels.ts';

/** Doubles per row: bid lots, ask lots, cumulative bid lots, cumulative ask lots. */
export const LADDER_ROW_LENGTH = 4;
const CUMULATIVE = 2;

type LadderRows = {
  readonly groupStep: number;
  readonly topTicks: number;
  readonly rowCount: number;
  readonly rows: Float64Array;
};

export function clearLadderRows(ladder: LadderRows): void {
  ladder.rows.fill(0, 0, ladder.rowCount * LADDER_ROW_LENGTH);
}

/** Adds every level of a side to its row. @returns lots of the levels between the touch and the window */
export function fillLadderSide(book: ReadableBook, side: Side, ladder: LadderRows): number {
  const { groupStep, topTicks, rowCount, rows } = ladder;
  let lotsBeforeWindow = 0;
  // One closure a call, not one a level: it never outlives the frame.
  book.walk(side, (ticks, lots) => {
    const row = (topTicks - groupTicks(ticks, side, groupStep)) / groupStep;
    const isBefore = side === BID ? row < 0 : row >= rowCount;
    if (isBefore) {
      lotsBeforeWindow += lots;
      return true;
    }
    if (row < 0 || row >= rowCount) return false;
    const at = row * LADDER_ROW_LENGTH + side;
    rows[at] = (rows[at] ?? 0) + lots;
    return true;
  });
  return lotsBeforeWindow;
}

/** Writes the cumulative column of a side: downward for bids, upward for asks. */
export function sumOutward(ladder: LadderRows, side: Side, lotsBeforeWindow: number): void {
  const { rows, rowCount } = ladder;
  let sum = lotsBeforeWindow;
  for (let i = 0; i < rowCount; i += 1) {
    const row = side === BID ? i : rowCount - 1 - i;
    sum += rows[row * LADDER_ROW_LENGTH + side] ?? 0;
    rows[row * LADDER_ROW_LENGTH + CUMULATIVE + side] = sum;
  }
}
