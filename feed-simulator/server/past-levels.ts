import { sideOfKey } from '../../main/core/market-data/flat-levels.ts';
import type { LevelKey, Side } from '../../main/core/market-data/flat-levels.ts';
import { isAsGoodAs } from './side-keys.ts';
import type { SideKeys } from './side-keys.ts';

type PresentBook = { keysOf(side: Side): SideKeys; sizeOf(key: LevelKey): number };

/**
 * One side of a book as it was: the present side merged with what has changed since, so that a shallow look into a deep
 * book costs little.
 *
 * @param past lots that stood then at each price that has changed since, 0 for none
 * @param depth levels wanted, 0 for all
 * @returns flat, best first
 */
export function pastLevels(
  book: PresentBook,
  side: Side,
  past: ReadonlyMap<LevelKey, number>,
  depth: number,
): number[] {
  const keys = book.keysOf(side);
  const gone = [...past.keys()].filter((key) => sideOfKey(key) === side && book.sizeOf(key) === 0);
  gone.sort((left, right) => (isAsGoodAs(left, right) ? -1 : 1));
  const levels: number[] = [];
  const wanted = depth === 0 ? Infinity : depth * 2;
  const add = (key: LevelKey): void => {
    const lots = past.get(key) ?? book.sizeOf(key);
    if (lots > 0) levels.push(key, lots);
  };
  let nextGone = 0;
  for (let place = 0; place < keys.count && levels.length < wanted; place += 1) {
    const key = keys.at(place) ?? 0;
    for (; nextGone < gone.length && isAsGoodAs(gone[nextGone] ?? 0, key); nextGone += 1)
      if (levels.length < wanted) add(gone[nextGone] ?? 0);
    if (levels.length < wanted) add(key);
  }
  for (; nextGone < gone.length && levels.length < wanted; nextGone += 1) add(gone[nextGone] ?? 0);
  return levels;
}
