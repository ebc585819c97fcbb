import { BID, sideOfKey, ticksOfKey } from '../../main/core/market-data/flat-levels.ts';
import type { LevelKey, Side } from '../../main/core/market-data/flat-levels.ts';

/** Higher is nearer the touch, for either side, so that one order serves both. */
function rankOf(key: LevelKey): number {
  return ticksOfKey(key) * (sideOfKey(key) === BID ? 1 : -1);
}

/** True when `key` is at least as near the touch as `other`, both of one side. */
export function isAsGoodAs(key: LevelKey, other: LevelKey): boolean {
  return rankOf(key) >= rankOf(other);
}

/**
 * The prices of one side of a book in order, the touch at the end, because that is where most changes fall.
 * As long as the side; the market's own cap on levels bounds it.
 */
export class SideKeys {
  readonly #keys: LevelKey[] = [];
  readonly side: Side;

  constructor(side: Side) {
    this.side = side;
  }

  get count(): number {
    return this.#keys.length;
  }

  /** `place` 0 is the touch. Undefined beyond the worst level. */
  at(place: number): LevelKey | undefined {
    return this.#keys[this.#keys.length - 1 - place];
  }

  /** A key that is there already stays there once. */
  add(key: LevelKey): void {
    const index = this.#indexOf(key);
    if (this.#keys[index] !== key) this.#keys.splice(index, 0, key);
  }

  /** A key that is not there changes nothing. */
  remove(key: LevelKey): void {
    const index = this.#indexOf(key);
    if (this.#keys[index] === key) this.#keys.splice(index, 1);
  }

  /** Place of the first level that is not better than `key`; the count when all are better. */
  placeOf(key: LevelKey): number {
    const index = this.#indexOf(key);
    return this.#keys[index] === key ? this.#keys.length - 1 - index : this.#keys.length - index;
  }

  clear(): void {
    this.#keys.length = 0;
  }

  /** Index of the first key that is as good as `key` or better: where it is or belongs. */
  #indexOf(key: LevelKey): number {
    const rank = rankOf(key);
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (rankOf(this.#keys[middle] ?? 0) < rank) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
