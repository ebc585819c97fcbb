import { LADDER, LADDER_ROW } from '../../../main/contract/view-frame.ts';
import type { FrameSection } from '../../api/terminal-client.ts';

/**
 * One ladder section of a view frame, read but not copied: the rows stay in the section's own array.
 * A row number is `ticks / groupStep`; the frame knows the rows from `topRow` down to `topRow - rowCount + 1`.
 */
export type LadderFrame = {
  readonly instrumentIndex: number;
  /** Ticks per row. */
  readonly groupStep: number;
  readonly topRow: number;
  readonly rowCount: number;
  /** -1 when that side is empty. */
  readonly bestBidTicks: number;
  readonly bestAskTicks: number;
  /** -1 before the first trade. */
  readonly lastTradeTicks: number;
  readonly lastTradeLots: number;
  /** AGGRESSOR_CODE. */
  readonly lastTradeSide: number;
  /** Levels in the whole book. */
  readonly bidLevels: number;
  readonly askLevels: number;
  readonly sequence: number;
  /** LADDER_ROW.length doubles a row, highest price first. */
  readonly rows: Float64Array;
};

/** What is known of the touch and of the last trade. */
export type LadderTouch = Pick<LadderFrame, 'bestBidTicks' | 'bestAskTicks' | 'lastTradeTicks'>;

/** @returns null when the payload is shorter or longer than its own row count, or its rows do not lie on the step */
export function readLadderFrame(section: Pick<FrameSection, 'payload' | 'sequence'>): LadderFrame | null {
  const { payload, sequence } = section;
  if (payload.length < LADDER.length) return null;
  const at = (index: number): number => payload[index] ?? -1;
  const rowCount = at(LADDER.rowCount);
  const groupStep = at(LADDER.groupStep);
  // With no rows there is nothing that could lie on the step.
  const topRow = rowCount === 0 ? -1 : at(LADDER.topTicks) / groupStep;
  if (!Number.isInteger(groupStep) || groupStep < 1 || !Number.isInteger(topRow)) return null;
  if (!Number.isInteger(rowCount) || payload.length !== LADDER.length + rowCount * LADDER_ROW.length)
    return null;
  return {
    instrumentIndex: at(LADDER.instrumentIndex),
    groupStep,
    topRow,
    rowCount,
    bestBidTicks: at(LADDER.bestBidTicks),
    bestAskTicks: at(LADDER.bestAskTicks),
    lastTradeTicks: at(LADDER.lastTradeTicks),
    lastTradeLots: at(LADDER.lastTradeLots),
    lastTradeSide: at(LADDER.lastTradeSide),
    bidLevels: at(LADDER.bidLevels),
    askLevels: at(LADDER.askLevels),
    sequence,
    rows: payload.subarray(LADDER.length),
  };
}

/** @returns whether the frame says anything of this row; what it does not know must not be shown as empty */
export function knowsRow(frame: LadderFrame, row: number): boolean {
  return row <= frame.topRow && row > frame.topRow - frame.rowCount;
}

/** @param field of LADDER_ROW. @returns lots, 0 outside the frame */
export function lotsAt(frame: LadderFrame, row: number, field: number): number {
  return knowsRow(frame, row) ? (frame.rows[(frame.topRow - row) * LADDER_ROW.length + field] ?? 0) : 0;
}

/** Bids round down to a row. @returns -1 when there is no bid */
export function bestBidRow(frame: LadderFrame): number {
  return frame.bestBidTicks < 0 ? -1 : Math.floor(frame.bestBidTicks / frame.groupStep);
}

/** Asks round up to a row. @returns -1 when there is no ask */
export function bestAskRow(frame: LadderFrame): number {
  return frame.bestAskTicks < 0 ? -1 : Math.ceil(frame.bestAskTicks / frame.groupStep);
}

/**
 * Price the ladder keeps in the middle: half-way between the touch, else the one side there is, else the last trade.
 * In ticks, may be a half. @returns null when none of them is known
 */
export function focusTicks(touch: LadderTouch): number | null {
  const { bestBidTicks: bid, bestAskTicks: ask, lastTradeTicks: last } = touch;
  if (bid >= 0 && ask >= 0) return (bid + ask) / 2;
  if (bid >= 0) return bid;
  if (ask >= 0) return ask;
  return last >= 0 ? last : null;
}
