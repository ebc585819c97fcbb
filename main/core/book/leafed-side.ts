import { LEAF_SIZE, LeafPool } from './leaf-pool.ts';

/** Neighbours that hold no more than this together become one leaf, so that two neighbours hold more. */
const MERGE_FILL = LEAF_SIZE / 2;

/** Where a level of a {@link LeafedSide} is: its leaf's position times LEAF_SIZE plus its place there; -1 for nowhere. */
type LeafCursor = number;

/**
 * One side of a book in leaves of sorted levels, for prices of any distance. Ticks are stored times `sign`, so that the best
 * level is always the last: changes near the touch are found first and move few levels. 12 to 50 bytes a level.
 *
 * Index casts (`as number`): every index below is kept within the leaves in use by construction.
 */
export class LeafedSide {
  readonly #sign: 1 | -1;
  readonly #pool = new LeafPool();
  /** Leaves in use by rising rank, and the lowest rank in each. */
  #order = new Int32Array(0);
  #floors = new Int32Array(0);
  #leaves = 0;
  #count = 0;

  /** @param sign 1 for bids (highest is best), -1 for asks (lowest is best) */
  constructor(sign: 1 | -1) {
    this.#sign = sign;
  }

  get count(): number {
    return this.#count;
  }

  /** The best level; -1 when empty. Cursors are valid until the next change. */
  best(): LeafCursor {
    return this.#lastOf(this.#leaves - 1);
  }

  /** The best level that is not better than `ticks`; -1 when there is none. */
  from(ticks: number): LeafCursor {
    if (this.#count === 0) return -1;
    const rank = this.#sign * ticks;
    const position = this.#positionOf(rank);
    const offset = this.#placeOf(position, rank);
    if (this.#rankAt(position, offset) === rank) return position * LEAF_SIZE + offset;
    return offset > 0 ? position * LEAF_SIZE + offset - 1 : this.#lastOf(position - 1);
  }

  /** The next level away from the touch; -1 after the worst. */
  worse(cursor: LeafCursor): LeafCursor {
    return cursor % LEAF_SIZE > 0 ? cursor - 1 : this.#lastOf(Math.floor(cursor / LEAF_SIZE) - 1);
  }

  ticksAt(cursor: LeafCursor): number {
    const rank = this.#rankAt(Math.floor(cursor / LEAF_SIZE), cursor % LEAF_SIZE);
    return (this.#sign * rank) | 0; // | 0: an ask at 0 ticks is not -0
  }

  lotsAt(cursor: LeafCursor): number {
    const leaf = this.#order[Math.floor(cursor / LEAF_SIZE)] as number;
    return this.#pool.lots[leaf * LEAF_SIZE + (cursor % LEAF_SIZE)] as number;
  }

  sizeAt(ticks: number): number {
    const cursor = this.from(ticks);
    return cursor >= 0 && this.ticksAt(cursor) === ticks ? this.lotsAt(cursor) : 0;
  }

  /**
   * Sets the price to the size at `fresh[at]` (0 removes) and writes the size it had to `before[at]`. Sizes pass in arrays
   * because one beyond 31 bits would cost memory as a number.
   */
  exchange(ticks: number, fresh: Float64Array, before: Float64Array, at: number): void {
    const rank = this.#sign * ticks;
    const lots = fresh[at] as number;
    before[at] = 0;
    if (this.#leaves === 0) {
      if (lots !== 0) this.#write(this.#addLeaf(0, rank), fresh, at);
      return;
    }
    const position = this.#positionOf(rank);
    const offset = this.#placeOf(position, rank);
    if (this.#rankAt(position, offset) !== rank) {
      if (lots !== 0) this.#write(this.#insert(position, offset, rank), fresh, at);
      return;
    }
    const place = (this.#order[position] as number) * LEAF_SIZE + offset;
    const sizes = this.#pool.lots;
    before[at] = sizes[place] as number;
    if (lots !== 0) sizes[place] = lots;
    else this.#remove(position, offset);
  }

  /** The arrays are asked for here, after an insert may have replaced them. */
  #write(place: number, fresh: Float64Array, at: number): void {
    this.#pool.lots[place] = fresh[at] as number;
  }

  /** The leaf in which a rank is or would be: the last whose floor is not above it, sought by doubling steps from the touch. */
  #positionOf(rank: number): number {
    const floors = this.#floors;
    let high = this.#leaves;
    let step = 1;
    while (step < high && (floors[high - step] as number) > rank) {
      high -= step;
      step *= 2;
    }
    let low = Math.max(0, high - step);
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((floors[middle] as number) > rank) high = middle;
      else low = middle;
    }
    return low;
  }

  /** The first place of a leaf whose rank is at least `rank`, sought from its end when that is the touch. */
  #placeOf(position: number, rank: number): number {
    const { ranks, fills } = this.#pool;
    const leaf = this.#order[position] as number;
    const start = leaf * LEAF_SIZE;
    let high = fills[leaf] as number;
    let step = position === this.#leaves - 1 ? 1 : LEAF_SIZE;
    while (step <= high && (ranks[start + high - step] as number) >= rank) {
      high -= step;
      step *= 2;
    }
    let low = Math.max(0, high - step);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ranks[start + middle] as number) < rank) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** NaN, equal to no rank, after the last level of a leaf. */
  #rankAt(position: number, offset: number): number {
    const leaf = this.#order[position] as number;
    return offset < (this.#pool.fills[leaf] as number)
      ? (this.#pool.ranks[leaf * LEAF_SIZE + offset] as number)
      : NaN;
  }

  #lastOf(position: number): LeafCursor {
    if (position < 0) return -1;
    return position * LEAF_SIZE + (this.#pool.fills[this.#order[position] as number] as number) - 1;
  }

  /** @returns where in the pool the size belongs */
  #insert(position: number, offset: number, rank: number): number {
    const pool = this.#pool;
    const leaf = this.#order[position] as number;
    if (pool.fills[leaf] === LEAF_SIZE) {
      // At either end of all levels a fresh leaf: a book loaded best first leaves full ones behind.
      if (offset === 0) return this.#addLeaf(position, rank);
      if (offset === LEAF_SIZE && position === this.#leaves - 1) return this.#addLeaf(position + 1, rank);
      this.#split(position);
      return offset <= LEAF_SIZE / 2
        ? this.#insert(position, offset, rank)
        : this.#insert(position + 1, offset - LEAF_SIZE / 2, rank);
    }
    const place = leaf * LEAF_SIZE + offset;
    pool.insert(leaf, place, rank);
    if (offset === 0) this.#floors[position] = rank;
    this.#count += 1;
    return place;
  }

  #remove(position: number, offset: number): void {
    const pool = this.#pool;
    const leaf = this.#order[position] as number;
    pool.remove(leaf, leaf * LEAF_SIZE + offset);
    this.#count -= 1;
    const fill = pool.fills[leaf] as number;
    if (fill === 0) return this.#dropLeaf(position);
    if (offset === 0) this.#floors[position] = pool.ranks[leaf * LEAF_SIZE] as number;
    if (fill > MERGE_FILL) return;
    if (this.#fits(position)) this.#merge(position);
    else if (this.#fits(position - 1)) this.#merge(position - 1);
  }

  #fits(position: number): boolean {
    if (position < 0 || position + 1 >= this.#leaves) return false;
    return this.#fillAt(position) + this.#fillAt(position + 1) <= MERGE_FILL;
  }

  #fillAt(position: number): number {
    return this.#pool.fills[this.#order[position] as number] as number;
  }

  #merge(position: number): void {
    const pool = this.#pool;
    pool.moveTail(this.#order[position + 1] as number, 0, this.#order[position] as number);
    this.#dropLeaf(position + 1);
  }

  #split(position: number): void {
    const leaf = this.#order[position] as number;
    const upper = this.#openLeaf(position + 1);
    this.#pool.moveTail(leaf, LEAF_SIZE / 2, upper);
    this.#floors[position + 1] = this.#pool.ranks[upper * LEAF_SIZE] as number;
  }

  /** @returns where in the pool the size of its one level belongs */
  #addLeaf(position: number, rank: number): number {
    const leaf = this.#openLeaf(position);
    this.#pool.insert(leaf, leaf * LEAF_SIZE, rank);
    this.#floors[position] = rank;
    this.#count += 1;
    return leaf * LEAF_SIZE;
  }

  #openLeaf(position: number): number {
    const leaf = this.#pool.take();
    if (this.#leaves === this.#order.length) this.#growOrder();
    this.#order.copyWithin(position + 1, position, this.#leaves);
    this.#floors.copyWithin(position + 1, position, this.#leaves);
    this.#order[position] = leaf;
    this.#leaves += 1;
    return leaf;
  }

  #dropLeaf(position: number): void {
    this.#pool.release(this.#order[position] as number);
    this.#order.copyWithin(position, position + 1, this.#leaves);
    this.#floors.copyWithin(position, position + 1, this.#leaves);
    this.#leaves -= 1;
  }

  #growOrder(): void {
    const capacity = Math.max(8, this.#order.length * 2);
    const order = new Int32Array(capacity);
    const floors = new Int32Array(capacity);
    order.set(this.#order);
    floors.set(this.#floors);
    this.#order = order;
    this.#floors = floors;
  }
}
