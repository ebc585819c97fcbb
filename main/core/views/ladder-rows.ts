import { groupTicks } from '../book/book-grouping.ts';
import type { LevelVisitor, ReadableBook } from '../book/order-book.ts';
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
  return FILLING.fill(book, side, ladder);
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

/** Holds what one walk over a book needs, so that a projection makes no closure. A walk is over before the next begins. */
class LadderFilling {
  readonly #lotsBeforeWindow = new Float64Array(1);
  #rows: Float64Array = new Float64Array(0);
  #side: Side = BID;
  #groupStep = 1;
  #topTicks = 0;
  #rowCount = 0;

  fill(book: ReadableBook, side: Side, ladder: LadderRows): number {
    this.#lotsBeforeWindow[0] = 0;
    this.#rows = ladder.rows;
    this.#side = side;
    this.#groupStep = ladder.groupStep;
    this.#topTicks = ladder.topTicks;
    this.#rowCount = ladder.rowCount;
    book.walk(side, this.#visit);
    return this.#lotsBeforeWindow[0];
  }

  readonly #visit: LevelVisitor = (ticks, lots) => {
    const side = this.#side;
    const row = (this.#topTicks - groupTicks(ticks, side, this.#groupStep)) / this.#groupStep;
    const isBefore = side === BID ? row < 0 : row >= this.#rowCount;
    if (isBefore) {
      this.#lotsBeforeWindow[0] = (this.#lotsBeforeWindow[0] ?? 0) + lots;
      return true;
    }
    if (row < 0 || row >= this.#rowCount) return false;
    const at = row * LADDER_ROW_LENGTH + side;
    this.#rows[at] = (this.#rows[at] ?? 0) + lots;
    return true;
  };
}

const FILLING = new LadderFilling();
