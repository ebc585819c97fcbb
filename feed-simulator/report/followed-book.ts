import { ASK, BID, type Side } from '../../main/core/market-data/flat-levels.ts';

/** One book as a reader of its changes has it: sizes by level key, the touch, and the lots on both sides together. */
export class FollowedBook {
  readonly #sizes = new Map<number, number>();
  readonly #best: [number, number] = [-1, -1];
  #lots = 0;

  /** @param levels flat, a whole book, neither side empty */
  constructor(levels: readonly number[]) {
    this.replace(levels);
  }

  get bid(): number {
    return this.#best[BID];
  }
  get ask(): number {
    return this.#best[ASK];
  }
  /** Lots resting on both sides. */
  get lots(): number {
    return this.#lots;
  }

  sizeOf(key: number): number {
    return this.#sizes.get(key) ?? 0;
  }

  replace(levels: readonly number[]): void {
    this.#sizes.clear();
    this.#best[BID] = -1;
    this.#best[ASK] = -1;
    this.#lots = 0;
    for (let at = 0; at + 1 < levels.length; at += 2) this.set(levels[at] ?? 0, levels[at + 1] ?? 0);
  }

  /** @returns by how many lots the level grew */
  set(key: number, lots: number): number {
    const grown = lots - this.sizeOf(key);
    this.#lots += grown;
    if (lots === 0) this.#sizes.delete(key);
    else this.#sizes.set(key, lots);
    this.#moveTouch((key & 1) as Side, key >>> 1, lots); // the low bit of a key is its side
    return grown;
  }

  #moveTouch(side: Side, tick: number, lots: number): void {
    const best = this.#best[side];
    const inward = side === BID ? 1 : -1;
    if (lots > 0) {
      if (best < 0 || (tick - best) * inward > 0) this.#best[side] = tick;
      return;
    }
    if (tick !== best) return;
    // A change may empty the touch before it fills it again: walk no further than the book reaches.
    let next = best;
    for (let left = this.#sizes.size * 8; left > 0 && !this.#sizes.has(next * 2 + side); left--)
      next -= inward;
    this.#best[side] = this.#sizes.has(next * 2 + side) ? next : -1;
  }
}
