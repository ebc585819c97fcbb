import { AGGRESSOR_CODE, LADDER_ROW } from '../../../main/contract/view-frame.ts';
import type { BarScale } from './bar-scale.ts';
import { bestAskRow, bestBidRow, knowsRow, lotsAt, type LadderFrame } from './ladder-frame.ts';

/** What one painted row depends on; two rows with the same record look the same. All are doubles in one array. */
export const ROW_RECORD = {
  row: 0,
  bidLots: 1,
  askLots: 2,
  bidCumulativeLots: 3,
  askCumulativeLots: 4,
  marks: 5,
  /** Bar lengths in device pixels, so that a scale that moves by less repaints nothing. */
  bidBar: 6,
  askBar: 7,
  /** Ticks of the spread, on the row that carries its label; else 0. */
  spreadTicks: 8,
  sizeDecimals: 9,
  sumDecimals: 10,
  length: 11,
} as const;

/** Bits of `marks`. */
export const ROW_MARK = {
  known: 1,
  bestBid: 2,
  bestAsk: 4,
  spread: 8,
  lastBuy: 16,
  lastSell: 32,
  lastUnknown: 64,
  pointer: 128,
  hasPrice: 256,
} as const;

export type RowSurroundings = {
  readonly frame: LadderFrame;
  readonly scale: BarScale;
  /** Longest bar, device pixels. */
  readonly barLength: number;
  /** Row under the pointer, or null. */
  readonly pointerRow: number | null;
  /** Decimals of the size columns and of the cumulative ones. */
  readonly sizeDecimals: number;
  readonly sumDecimals: number;
};

/** A buy lifted an ask, so it is on the row asks round to; a sell hit a bid. @returns -1 before the first trade */
function lastTradeRow(frame: LadderFrame): number {
  if (frame.lastTradeTicks < 0) return -1;
  const row = frame.lastTradeTicks / frame.groupStep;
  return frame.lastTradeSide === AGGRESSOR_CODE.buy ? Math.ceil(row) : Math.floor(row);
}

function lastTradeMark(side: number): number {
  if (side === AGGRESSOR_CODE.buy) return ROW_MARK.lastBuy;
  return side === AGGRESSOR_CODE.sell ? ROW_MARK.lastSell : ROW_MARK.lastUnknown;
}

function marksOf(row: number, { frame, pointerRow }: RowSurroundings): number {
  const bid = bestBidRow(frame);
  const ask = bestAskRow(frame);
  let marks = 0;
  if (row >= 0) marks |= ROW_MARK.hasPrice;
  if (row === pointerRow) marks |= ROW_MARK.pointer;
  if (!knowsRow(frame, row)) return marks;
  marks |= ROW_MARK.known;
  if (row === bid && bid >= 0) marks |= ROW_MARK.bestBid;
  if (row === ask && ask >= 0) marks |= ROW_MARK.bestAsk;
  if (bid >= 0 && row > bid && row < ask) marks |= ROW_MARK.spread;
  if (row === lastTradeRow(frame)) marks |= lastTradeMark(frame.lastTradeSide);
  return marks;
}

/** The row in the middle of the spread says how wide it is. */
function spreadTicksOn(row: number, frame: LadderFrame): number {
  const bid = bestBidRow(frame);
  const ask = bestAskRow(frame);
  const isLabelled = bid >= 0 && ask - bid > 1 && row === Math.floor((bid + ask) / 2);
  return isLabelled ? frame.bestAskTicks - frame.bestBidTicks : 0;
}

/** Writes the record of one row at `record[offset]`. */
export function describeRow(
  record: Float64Array,
  offset: number,
  row: number,
  surroundings: RowSurroundings,
): void {
  const { frame, scale, barLength } = surroundings;
  const bidLots = lotsAt(frame, row, LADDER_ROW.bidLots);
  const askLots = lotsAt(frame, row, LADDER_ROW.askLots);
  record[offset + ROW_RECORD.row] = row;
  record[offset + ROW_RECORD.bidLots] = bidLots;
  record[offset + ROW_RECORD.askLots] = askLots;
  record[offset + ROW_RECORD.bidCumulativeLots] =
    bidLots > 0 ? lotsAt(frame, row, LADDER_ROW.bidCumulativeLots) : 0;
  record[offset + ROW_RECORD.askCumulativeLots] =
    askLots > 0 ? lotsAt(frame, row, LADDER_ROW.askCumulativeLots) : 0;
  record[offset + ROW_RECORD.marks] = marksOf(row, surroundings);
  record[offset + ROW_RECORD.bidBar] = Math.round(scale.share(bidLots) * barLength);
  record[offset + ROW_RECORD.askBar] = Math.round(scale.share(askLots) * barLength);
  record[offset + ROW_RECORD.spreadTicks] = spreadTicksOn(row, frame);
  record[offset + ROW_RECORD.sizeDecimals] = surroundings.sizeDecimals;
  record[offset + ROW_RECORD.sumDecimals] = surroundings.sumDecimals;
}
