import type { FlatLevels, Side } from '../market-data/flat-levels.ts';
import type { BookHash } from '../market-data/market-event.ts';
import { bookIntegrityError, type BookIntegrityError } from './book-integrity-error.ts';
import { SIDE_FULL } from './book-side.ts';
import { HashedSides } from './hashed-sides.ts';
import { MAX_LEVELS_PER_SIDE, type LevelVisitor, type OrderBook, type ReadableBook } from './order-book.ts';
import { UndoLog } from './undo-log.ts';

/** The book in sorted typed arrays (`book-side.ts`), with a second pair of sides in which a snapshot is gathered. */
export class SortedBook implements OrderBook {
  #shown = new HashedSides();
  #staging = new HashedSides();
  #isStagingOrdered = false;
  readonly #undo = new UndoLog();

  clear(): void {
    this.#shown.clear();
    this.#undo.clear();
  }

  apply(levels: FlatLevels): BookIntegrityError | null {
    const sides = this.#shown;
    this.#undo.clear();
    for (let i = 0; i < levels.length; i += 2) {
      const key = levels[i] as number;
      const before = sides.set(key, levels[i + 1] as number);
      if (before === SIDE_FULL) {
        this.revert();
        return tooDeep();
      }
      this.#undo.add(key, before);
    }
    return null;
  }

  revert(): void {
    // Backwards, so that a price given twice ends at its first value.
    for (let i = this.#undo.count - 1; i >= 0; i -= 1)
      this.#shown.set(this.#undo.keyAt(i), this.#undo.lotsAt(i));
    this.#undo.clear();
  }

  beginSnapshot(): void {
    this.#staging.clear();
    this.#isStagingOrdered = false;
  }

  addSnapshotPart(levels: FlatLevels): BookIntegrityError | null {
    if (this.#isStagingOrdered) throw new Error('expected beginSnapshot before another part');
    for (let i = 0; i < levels.length; i += 2) {
      const verdict = this.#staging.load(levels[i] as number, levels[i + 1] as number);
      if (verdict === 'full') return tooDeep();
      if (verdict === 'misplaced') {
        return bookIntegrityError(
          'BOOK_BAD_SNAPSHOT',
          'bids then asks, each best first and once',
          `key ${levels[i]} out of order`,
        );
      }
    }
    return null;
  }

  staged(): ReadableBook {
    if (!this.#isStagingOrdered) {
      this.#staging.finishLoading();
      this.#isStagingOrdered = true;
    }
    return this.#staging;
  }

  commitSnapshot(): void {
    this.staged();
    const old = this.#shown;
    this.#shown = this.#staging;
    this.#staging = old;
    this.#undo.clear();
    this.beginSnapshot();
  }

  bestBid(): number {
    return this.#shown.bestBid();
  }
  bestAsk(): number {
    return this.#shown.bestAsk();
  }
  sizeAt(side: Side, ticks: number): number {
    return this.#shown.sizeAt(side, ticks);
  }
  levelCount(side: Side): number {
    return this.#shown.levelCount(side);
  }
  copyBest(side: Side, count: number, ticksOut: Int32Array, lotsOut: Float64Array): number {
    return this.#shown.copyBest(side, count, ticksOut, lotsOut);
  }
  walk(side: Side, visit: LevelVisitor): void {
    this.#shown.walk(side, visit);
  }
  hash(): BookHash {
    return this.#shown.hash();
  }
  hasHash(hash: BookHash): boolean {
    return this.#shown.hasHash(hash);
  }
}

function tooDeep(): BookIntegrityError {
  return bookIntegrityError('BOOK_TOO_DEEP', `at most ${MAX_LEVELS_PER_SIDE} levels a side`, 'one more');
}
