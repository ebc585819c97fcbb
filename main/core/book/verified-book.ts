import type { FlatLevels } from '../market-data/flat-levels.ts';
import type { BookHash } from '../market-data/market-event.ts';
import { bookIntegrityError, type BookIntegrityError } from './book-integrity-error.ts';
import { checkLevels, type TickRange } from './book-levels-check.ts';
import type { OrderBook, ReadableBook } from './order-book.ts';

/**
 * A book that only ever shows states which passed every check: range, sizes, hash, best bid below best ask. What fails
 * changes nothing, so a stale book on the screen is still the last one the venue vouched for.
 */
export class VerifiedBook {
  readonly #book: OrderBook;
  #range: TickRange;
  #verified = 0;
  #mismatched = 0;

  constructor(book: OrderBook, range: TickRange) {
    this.#book = book;
    this.#range = range;
  }

  get reading(): ReadableBook {
    return this.#book;
  }
  /** Books whose hash was compared and agreed. */
  get verified(): number {
    return this.#verified;
  }
  get mismatched(): number {
    return this.#mismatched;
  }

  clear(): void {
    this.#book.clear();
  }

  setRange(range: TickRange): void {
    this.#range = range;
  }

  applyDelta(levels: FlatLevels, hash: BookHash): BookIntegrityError | null {
    const refused = checkLevels(levels, this.#range, 0) ?? this.#book.apply(levels);
    if (refused !== null) return refused;
    const fault = this.#checkWhole(this.#book, hash);
    if (fault !== null) this.#book.revert();
    return fault;
  }

  beginSnapshot(): void {
    this.#book.beginSnapshot();
  }

  addSnapshotPart(levels: FlatLevels): BookIntegrityError | null {
    return checkLevels(levels, this.#range, 1) ?? this.#book.addSnapshotPart(levels);
  }

  commitSnapshot(hash: BookHash): BookIntegrityError | null {
    const fault = this.#checkWhole(this.#book.staged(), hash);
    if (fault === null) this.#book.commitSnapshot();
    return fault;
  }

  #checkWhole(book: ReadableBook, hash: BookHash): BookIntegrityError | null {
    if (!book.hasHash(hash)) {
      this.#mismatched += 1;
      return bookIntegrityError(
        'BOOK_HASH_MISMATCH',
        `hash [${hash.join(', ')}]`,
        `[${book.hash().join(', ')}]`,
      );
    }
    this.#verified += 1;
    const bid = book.bestBid();
    const ask = book.bestAsk();
    if (bid < 0 || ask < 0 || bid < ask) return null;
    const code = bid === ask ? 'BOOK_LOCKED' : 'BOOK_CROSSED';
    return bookIntegrityError(code, 'best bid below best ask', `bid ${bid}, ask ${ask}`);
  }
}
