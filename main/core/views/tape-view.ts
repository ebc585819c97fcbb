import type { Trade } from '../market-data/trade.ts';
import type { Tape } from '../tape/tape.ts';

/** Where a reader stands: given every print of that generation up to `sequence`, none at all when it is 0. */
export type TapeCursor = { readonly generation: number; readonly sequence: number };

/** Some prints, oldest first, with at most one loss, directly before the first of them. */
export type TapeView = {
  /** The list starts anew with these. */
  readonly isReset: boolean;
  /** Trade sequences that never came or were dropped for this reader, inclusive; 0 and 0 when there are none. */
  readonly gapFrom: number;
  readonly gapTo: number;
  readonly prints: readonly Trade[];
  readonly cursor: TapeCursor;
  /** There is more to give at once: behind a further loss, or beyond the limit. */
  readonly hasMore: boolean;
};

/** Prints a new reader starts with. */
export const TAPE_VIEW_START = 200;

/**
 * The prints after `cursor`, at most `limit`. Without a cursor, or with one of another generation, the list starts anew
 * with the last {@link TAPE_VIEW_START}. A reader so slow that prints were forgotten gets them as a loss.
 *
 * @param limit at least 1
 * @returns null when there is nothing new, and while history is being read in
 */
export function projectTape(tape: Tape, cursor: TapeCursor | null, limit: number): TapeView | null {
  if (tape.isFilling) return null;
  const isSameList = cursor !== null && cursor.generation === tape.generation;
  if (isSameList && tape.count === 0) return null;
  if (!isSameList || cursor.sequence === 0)
    return projectRun(tape, Math.max(0, tape.count - Math.min(limit, TAPE_VIEW_START)), null, limit);
  const index = tape.indexAfter(cursor.sequence);
  return index === tape.count ? null : projectRun(tape, index, cursor.sequence, limit);
}

/** Whether {@link projectTape} would give anything; made for asking often. */
export function hasNewPrints(tape: Tape, cursor: TapeCursor | null): boolean {
  if (tape.isFilling) return false;
  if (cursor === null || cursor.generation !== tape.generation) return true;
  return (tape.at(tape.count - 1)?.sequence ?? 0) > cursor.sequence;
}

/** @param lastGiven sequence of the print given before, null when the list starts anew */
function projectRun(tape: Tape, index: number, lastGiven: number | null, limit: number): TapeView {
  const prints: Trade[] = [];
  for (let at = index; at < tape.count && prints.length < limit; at += 1) {
    const trade = tape.at(at);
    const before = prints.at(-1);
    if (trade === undefined || (before !== undefined && trade.sequence !== before.sequence + 1)) break;
    prints.push(trade);
  }
  const first = prints[0]?.sequence ?? 0;
  const hasLoss = lastGiven !== null && first > lastGiven + 1;
  const sequence = prints.at(-1)?.sequence ?? lastGiven ?? 0;
  return {
    isReset: lastGiven === null,
    gapFrom: hasLoss ? lastGiven + 1 : 0,
    gapTo: hasLoss ? first - 1 : 0,
    prints,
    cursor: { generation: tape.generation, sequence },
    hasMore: index + prints.length < tape.count,
  };
}
