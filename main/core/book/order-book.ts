import type { Side } from '../market-data/flat-levels.ts';
import type { LevelBatch } from '../market-data/level-batch.ts';
import type { BookHash } from '../market-data/market-event.ts';
import type { BookIntegrityError } from './book-integrity-error.ts';
import type { TickRange } from './book-levels-check.ts';

/** Most levels a side of a book may hold; a feed that sends more is refused with BOOK_TOO_DEEP. */
export const MAX_LEVELS_PER_SIDE = 200_000;

/** Sees one level; answers false to stop the walk. */
export type LevelVisitor = (ticks: number, lots: number) => boolean;

/** A book as its readers see it. Prices in ticks, -1 for none; sizes in lots. */
export type ReadableBook = {
  /** Highest bid, -1 without bids. */
  bestBid(): number;
  /** Lowest ask, -1 without asks. */
  bestAsk(): number;
  /** 0 where there is no level. */
  sizeAt(side: Side, ticks: number): number;
  levelCount(side: Side): number;
  /**
   * Copies the best levels of a side, best first, into the start of both arrays.
   *
   * @returns how many were copied: the least of `count`, the levels there are and the room in the arrays
   */
  copyBest(side: Side, count: number, ticksOut: Int32Array, lotsOut: Float64Array): number;
  /** Visits the levels of a side from the touch outward. Allocates nothing; the book must not change meanwhile. */
  walk(side: Side, visit: LevelVisitor): void;
  /** Two unsigned lanes as in PROTOCOL.md section 6; a new pair on each call. */
  hash(): BookHash;
  /** As `hash`, compared without allocating; lanes as signed 32-bit integers. */
  hasHash(a: number, b: number): boolean;
};

/** One way to lay out both sides in memory. `choose-book.ts` says which fits when. */
export type BookLayout = ReadableBook & {
  /** Prices taken from now on; levels held outside stay. */
  setRange(range: TickRange): void;
  /**
   * Sets each price to its absolute size, in order; 0 removes it. Allocates nothing in steady state. Depth is not judged.
   *
   * @param before gets, at the same places, the keys and the sizes they had; another batch, with room for `levels.count`
   * @returns how many were set: all, or those before the first whose price is out of range or whose size is none
   */
  exchange(levels: LevelBatch, before: LevelBatch): number;
};

/**
 * Both sides of one instrument, whatever the layout in memory. It knows nothing of sequences; it judges prices, sizes and
 * its own depth, and leaves hash and touch to its owner.
 */
export type OrderBook = ReadableBook & {
  clear(): void;
  /** Prices taken from now on. The last `apply` can no longer be taken back. */
  setRange(range: TickRange): void;
  /**
   * Sets each price given to its absolute size; 0 removes it, removing a price that is not held changes nothing.
   * Allocates nothing in steady state. On an error the book is as it was before.
   */
  apply(levels: LevelBatch): BookIntegrityError | null;
  /**
   * Takes the last `apply` back, once; without one (or after any other change) it does nothing.
   *
   * @throws Error when another book was changed since: a change is taken back at once or never
   */
  revert(): void;
  /**
   * Starts a snapshot aside; what was staged before is dropped. Readers see the old book until `commitSnapshot`.
   *
   * @param expected levels it will have, about; 0 when unknown. A wrong guess costs time or memory, never a level
   */
  beginSnapshot(expected?: number): void;
  /** Adds levels in the protocol's order: all bids best first, then all asks best first, sizes above 0. */
  addSnapshotPart(levels: LevelBatch): BookIntegrityError | null;
  /** The staged snapshot, to be checked before it counts; valid until the next `beginSnapshot` or `commitSnapshot`. */
  staged(): ReadableBook;
  /** Makes the staged snapshot the book, in constant time. */
  commitSnapshot(): void;
};
