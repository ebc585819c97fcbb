/** Levels a leaf holds at most. */
export const LEAF_SIZE = 128;
const FIRST_LEAVES = 2;
/** Moves of at most this many levels are quicker in a loop than by `copyWithin`. */
const SHORT_MOVE = 48;

/**
 * Leaves of sorted levels in two typed arrays: leaf `i` fills the places from `i * LEAF_SIZE` on, ranks rising. Doubles when
 * all leaves are taken and never shrinks: 1.5 KiB a leaf.
 *
 * Index casts (`as number`): callers pass leaves they took and places within them.
 */
export class LeafPool {
  ranks = new Int32Array(0);
  lots = new Float64Array(0);
  /** Levels in each leaf. */
  fills = new Int32Array(0);
  #free = new Int32Array(0);
  #freeCount = 0;

  /** An empty leaf. */
  take(): number {
    if (this.#freeCount === 0) this.#grow();
    this.#freeCount -= 1;
    return this.#free[this.#freeCount] as number;
  }

  release(leaf: number): void {
    this.fills[leaf] = 0;
    this.#free[this.#freeCount] = leaf;
    this.#freeCount += 1;
  }

  /** Place after the last level of a leaf. */
  endOf(leaf: number): number {
    return leaf * LEAF_SIZE + (this.fills[leaf] as number);
  }

  /** Makes room at a place of a leaf that is not full; the caller writes the size. */
  insert(leaf: number, place: number, rank: number): void {
    const { ranks, lots } = this;
    const end = this.endOf(leaf);
    if (end - place <= SHORT_MOVE) {
      for (let i = end; i > place; i -= 1) {
        ranks[i] = ranks[i - 1] as number;
        lots[i] = lots[i - 1] as number;
      }
    } else {
      ranks.copyWithin(place + 1, place, end);
      lots.copyWithin(place + 1, place, end);
    }
    ranks[place] = rank;
    this.fills[leaf] = end - leaf * LEAF_SIZE + 1;
  }

  remove(leaf: number, place: number): void {
    const { ranks, lots } = this;
    const last = this.endOf(leaf) - 1;
    if (last - place <= SHORT_MOVE) {
      for (let i = place; i < last; i += 1) {
        ranks[i] = ranks[i + 1] as number;
        lots[i] = lots[i + 1] as number;
      }
    } else {
      ranks.copyWithin(place, place + 1, last + 1);
      lots.copyWithin(place, place + 1, last + 1);
    }
    this.fills[leaf] = last - leaf * LEAF_SIZE;
  }

  /** Moves the levels of a leaf from the place numbered `from` (0 is its first) to the end of another, which has room. */
  moveTail(leaf: number, from: number, target: number): void {
    const start = leaf * LEAF_SIZE + from;
    const end = this.endOf(leaf);
    const to = this.endOf(target);
    this.ranks.copyWithin(to, start, end);
    this.lots.copyWithin(to, start, end);
    this.fills[target] = (this.fills[target] as number) + end - start;
    this.fills[leaf] = from;
  }

  #grow(): void {
    const taken = this.fills.length;
    const leaves = Math.max(FIRST_LEAVES, taken * 2);
    const ranks = new Int32Array(leaves * LEAF_SIZE);
    const lots = new Float64Array(leaves * LEAF_SIZE);
    const fills = new Int32Array(leaves);
    ranks.set(this.ranks);
    lots.set(this.lots);
    fills.set(this.fills);
    this.ranks = ranks;
    this.lots = lots;
    this.fills = fills;
    this.#free = new Int32Array(leaves);
    for (let leaf = leaves - 1; leaf >= taken; leaf -= 1) this.#free[this.#freeCount++] = leaf;
  }
}
