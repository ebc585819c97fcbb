import type { LadderViewRequest } from '../../../main/contract/view-request.ts';
import { anchorTicks, isResting, type LadderPosition } from './ladder-geometry.ts';

/** Most rows a ladder view may ask for. */
const MAX_ROWS = 400;
/** Row counts are asked for in these steps, so that dragging a panel's edge does not change the view at every pixel. */
const ROWS_STEP = 30;

/** Three panels' worth of rows, so that scrolling by one needs no round trip. */
export function rowsToAskFor(visibleRows: number): number {
  return Math.min(MAX_ROWS, Math.ceil((visibleRows * 3) / ROWS_STEP) * ROWS_STEP);
}

/**
 * The view that covers this position: about the touch while the ladder follows it and it is near the middle, else about
 * the middle of the panel, which is asked for anew only after the panel moved by a third of its rows.
 *
 * @param asked the request in force; null when the view is opened
 * @param focus the touch, in ticks; null when it is not known
 */
export function requestFor(
  position: LadderPosition,
  asked: LadderViewRequest | null,
  instrument: string,
  groupStep: number,
  focus: number | null,
): LadderViewRequest {
  const rows = rowsToAskFor(position.rows);
  const base = { kind: 'ladder', instrument, groupStep, rows } as const;
  const isAboutTouch = !position.isPinned && (focus === null || isResting(position, focus));
  if (isAboutTouch) return { ...base, centreTicks: null };
  // A new step re-anchors on the same middle price once its first frame is there.
  const anchor = Math.max(0, Math.round(anchorTicks(position) / groupStep) * groupStep);
  const previous = asked?.groupStep === groupStep ? asked.centreTicks : null;
  const isNear = previous !== null && Math.abs(previous - anchor) / groupStep <= position.rows / 3;
  return { ...base, centreTicks: isNear ? previous : anchor };
}

export function isSameRequest(a: LadderViewRequest, b: LadderViewRequest): boolean {
  return (
    a.instrument === b.instrument &&
    a.groupStep === b.groupStep &&
    a.rows === b.rows &&
    a.centreTicks === b.centreTicks
  );
}
