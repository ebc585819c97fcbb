import { MAX_PRICE_TICKS } from '../../../main/core/units/price.ts';

/**
 * Which prices the ladder shows. Rows are contiguous: row number `ticks / step`, the highest at the top, all of the
 * same height. The whole position is in whole rows, so that a price keeps its exact place until the position changes.
 */
export type LadderPosition = {
  readonly topRow: number;
  /** Rows that fit, at least 1. */
  readonly rows: number;
  /** Ticks per row. */
  readonly step: number;
  /** Pinned: stays where the trader put it. Otherwise it follows the touch. */
  readonly isPinned: boolean;
};

/** While following, the touch may wander over this share of the rows, about the middle, before they move. */
const RESTING_SHARE = 0.5;

export function rowAt(position: LadderPosition, y: number, rowHeight: number): number {
  return position.topRow - Math.floor(y / rowHeight);
}

/** @returns the upper edge of the row; may lie outside the panel */
export function yOfRow(position: LadderPosition, row: number, rowHeight: number): number {
  return (position.topRow - row) * rowHeight;
}

/** @returns the price in the middle of the panel, in ticks; may be a half row */
export function middleTicks(position: LadderPosition): number {
  return (position.topRow - (position.rows - 1) / 2) * position.step;
}

/** @returns the row in the middle of the panel as a price on the step: what a pinned ladder asks the terminal for */
export function anchorTicks(position: LadderPosition): number {
  return (position.topRow - Math.floor((position.rows - 1) / 2)) * position.step;
}

/** Keeps the rows within the prices there can be; the lowest and highest may reach the middle of the panel. */
function within(position: LadderPosition, topRow: number): LadderPosition {
  const half = Math.floor(position.rows / 2);
  const highest = Math.floor(MAX_PRICE_TICKS / position.step) + half;
  return { ...position, topRow: Math.min(highest, Math.max(half, topRow)) };
}

export function centredOn(position: LadderPosition, ticks: number): LadderPosition {
  return within(position, Math.round(ticks / position.step + (position.rows - 1) / 2));
}

/** @returns whether the price is in the middle part of the panel, where a following ladder leaves it alone */
export function isResting(position: LadderPosition, ticks: number): boolean {
  const offset = Math.abs(ticks - middleTicks(position)) / position.step;
  return offset <= (position.rows * RESTING_SHARE) / 2;
}

/**
 * The position after the touch moved. Pinned rows never move by themselves, nor do rows the pointer is over.
 *
 * @param focus price to keep in sight, in ticks; null when none is known
 * @param isHeld the pointer is over the rows
 */
export function followed(position: LadderPosition, focus: number | null, isHeld: boolean): LadderPosition {
  if (position.isPinned || isHeld || focus === null || isResting(position, focus)) return position;
  return centredOn(position, focus);
}

/** Scrolls by whole rows (positive: to higher prices) and pins. */
export function scrolled(position: LadderPosition, rowsUp: number): LadderPosition {
  return { ...within(position, position.topRow + rowsUp), isPinned: true };
}

/** Follows the touch again, from the middle. */
export function recentred(position: LadderPosition, focus: number | null): LadderPosition {
  const following = { ...position, isPinned: false };
  return focus === null ? following : centredOn(following, focus);
}

/** The same middle price in rows of another step. */
export function regrouped(position: LadderPosition, step: number): LadderPosition {
  return step === position.step ? position : centredOn({ ...position, step }, middleTicks(position));
}

/** Another height: keeps the middle price. */
export function resized(position: LadderPosition, rows: number): LadderPosition {
  return rows === position.rows ? position : centredOn({ ...position, rows }, middleTicks(position));
}
