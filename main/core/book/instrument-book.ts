import { ASK, BID, type Side } from '../market-data/flat-levels.ts';
import { LevelBatch } from '../market-data/level-batch.ts';
import type { BookHash } from '../market-data/market-event.ts';
import { bookIntegrityError, type BookIntegrityError } from './book-integrity-error.ts';
import { levelFault, SnapshotOrder, WHOLE_RANGE, type TickRange } from './book-levels-check.ts';
import { chooseLayout, type ChooseLayout } from './choose-book.ts';
import {
  MAX_LEVELS_PER_SIDE,
  type BookLayout,
  type LevelVisitor,
  type OrderBook,
  type ReadableBook,
} from './order-book.ts';

const NO_LEVELS = new LevelBatch();

/**
 * What the last `apply` of any book overwrote. One for all books, since a change is taken back at once or never: so it stays
 * in the processor's cache however many books there are (a tenth of the time of a change).
 */
const undo: { readonly levels: LevelBatch; owner: InstrumentBook | null } = {
  levels: new LevelBatch(),
  owner: null,
};
/** What is overwritten where nobody will ask. */
const unasked = new LevelBatch();

/**
 * The book of one instrument over whatever layout suits it: chosen anew for each snapshot, which is gathered aside. Readers
 * hold this book and do not notice. Of two layouts one lives only while a snapshot is gathered.
 */
export class InstrumentBook implements OrderBook {
  readonly #choose: ChooseLayout;
  #range: TickRange;
  #shown: BookLayout;
  #staging: BookLayout | null = null;
  readonly #order = new SnapshotOrder();
  /** Levels of the snapshot being gathered, about. */
  #expected = 0;
  #isRevertible = false;

  /** @param choose decides the layout when a book is begun */
  constructor(choose: ChooseLayout = chooseLayout, range: TickRange = WHOLE_RANGE) {
    this.#choose = choose;
    this.#range = range;
    this.#shown = choose(range, NO_LEVELS, 0);
  }

  clear(): void {
    this.#shown = this.#choose(this.#range, NO_LEVELS, 0);
    this.#isRevertible = false;
  }

  setRange(range: TickRange): void {
    this.#range = range;
    this.#shown.setRange(range);
    this.#staging?.setRange(range);
    this.#isRevertible = false;
  }

  apply(levels: LevelBatch): BookIntegrityError | null {
    const shown = this.#shown;
    const overwritten = undo.levels;
    undo.owner = this;
    this.#isRevertible = true;
    overwritten.reserve(levels.count);
    const done = shown.exchange(levels, overwritten);
    overwritten.count = done;
    if (done === levels.count && isWithinDepth(shown)) return null;
    const fault = done < levels.count ? levelFault(levels, done, this.#range, 0) : null;
    this.revert();
    return fault ?? tooDeep();
  }

  revert(): void {
    if (!this.#isRevertible) return;
    if (undo.owner !== this) throw new Error('expected revert before another book was changed');
    const { keys, lots, count } = undo.levels;
    // Backwards, so that a price given twice ends at its first value.
    keys.subarray(0, count).reverse();
    lots.subarray(0, count).reverse();
    unasked.reserve(count);
    this.#shown.exchange(undo.levels, unasked);
    this.#isRevertible = false;
  }

  beginSnapshot(expected = 0): void {
    this.#staging = null;
    this.#expected = expected;
    this.#order.reset();
  }

  addSnapshotPart(levels: LevelBatch): BookIntegrityError | null {
    for (let i = 0; i < levels.count; i += 1) {
      const fault = levelFault(levels, i, this.#range, 1);
      if (fault !== null) return fault;
      if (!this.#order.follows(levels.keys[i] as number)) return outOfOrder(levels.keys[i] as number);
    }
    const staging = this.#stagingFor(levels);
    unasked.reserve(levels.count);
    staging.exchange(levels, unasked);
    return isWithinDepth(staging) ? null : tooDeep();
  }

  staged(): ReadableBook {
    return this.#stagingFor(NO_LEVELS);
  }

  commitSnapshot(): void {
    this.#shown = this.#stagingFor(NO_LEVELS);
    this.#isRevertible = false;
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
  hasHash(a: number, b: number): boolean {
    return this.#shown.hasHash(a, b);
  }

  #stagingFor(levels: LevelBatch): BookLayout {
    this.#staging ??= this.#choose(this.#range, levels, this.#expected);
    return this.#staging;
  }
}

function isWithinDepth(book: ReadableBook): boolean {
  return book.levelCount(BID) <= MAX_LEVELS_PER_SIDE && book.levelCount(ASK) <= MAX_LEVELS_PER_SIDE;
}

function tooDeep(): BookIntegrityError {
  return bookIntegrityError('BOOK_TOO_DEEP', `at most ${MAX_LEVELS_PER_SIDE} levels a side`, 'one more');
}

function outOfOrder(key: number): BookIntegrityError {
  return bookIntegrityError(
    'BOOK_BAD_SNAPSHOT',
    'bids then asks, each best first and once',
    `key ${key} out of order`,
  );
}
