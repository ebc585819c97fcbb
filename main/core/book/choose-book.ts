import { BID, sideOfKey } from '../market-data/flat-levels.ts';
import type { LevelBatch } from '../market-data/level-batch.ts';
import type { TickRange } from './book-levels-check.ts';
import { LadderBook } from './ladder-book.ts';
import { LeafedBook } from './leafed-book.ts';
import type { BookLayout } from './order-book.ts';
import { widthFor } from './window-placement.ts';

/**
 * How a book is laid out that is about to be filled.
 *
 * @param levels the first of it, in the protocol's order; none when unknown
 * @param expected how many it will have in all, about; 0 when unknown
 */
export type ChooseLayout = (range: TickRange, levels: LevelBatch, expected: number) => BookLayout;

/**
 * Ticks from one level to the next, on average, from which on prices are sparse. A ladder's window spans at most 8 ticks a
 * level, so at 64 it would hold an eighth of the levels and the leaves the rest: then better all in leaves.
 */
const SPARSE_TICKS = 64;
/** Fewer levels say nothing about the distance between them. */
const LEAST_SAMPLE = 16;

/**
 * A ladder, except where the prices are seen to be sparse: it is the quicker one wherever its window holds what changes, and
 * what lies outside the window it keeps in leaves too, so a wrong guess costs time and never a level. The terms alone tell
 * nothing (venues allow prices far beyond those quoted) unless they are so narrow that a window holds them all.
 */
export function chooseLayout(range: TickRange, levels: LevelBatch, expected = 0): BookLayout {
  const ticksPerLevel = distanceIn(levels);
  if (ticksPerLevel >= SPARSE_TICKS) return new LeafedBook(range);
  return new LadderBook(range, widthFor(expected, ticksPerLevel));
}

/**
 * Ticks from one level to the next on average, by the side that comes first: where the batch also has asks, the spread
 * between is no distance. 0 when that cannot be said.
 */
function distanceIn({ keys, count }: LevelBatch): number {
  const side = sideOfKey(keys[0] ?? BID);
  let sampled = 0;
  while (sampled < count && sideOfKey(keys[sampled] ?? 0) === side) sampled += 1;
  if (sampled < LEAST_SAMPLE) return 0;
  const ticks = Math.abs((keys[0] ?? 0) - (keys[sampled - 1] ?? 0)) / 2;
  return ticks / (sampled - 1);
}
