import type { LevelBatch } from '../market-data/level-batch.ts';
import { bookIntegrityError, type BookIntegrityError } from './book-integrity-error.ts';
import type { TickRange } from './book-levels-check.ts';
import type { OrderBook, ReadableBook } from './order-book.ts';

/**
 * A book that only ever shows states which passed every check: range, sizes, depth, hash, best bid below best ask. What fails
 * changes nothing, so a stale book on the screen is still the last one the venue vouched for.
 */
export class VerifiedBook {
  readonly #book: OrderBook;
  #verified = 0;
  #mismatched = 0;

  constructor(book: OrderBook, range: TickRange) {
    this.#book = book;
    book.setRange(range);
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
    this.#book.setRange(range);
  }

  /** @param hashA and `hashB`: lanes of the hash as signed 32-bit integers, which cost no memory on their way */
  applyDelta(levels: LevelBatch, hashA: number, hashB: number): BookIntegrityError | null {
    const refused = this.#book.apply(levels);
    if (refused !== null) return refused;
    const fault = this.#checkWhole(this.#book, hashA, hashB);
    if (fault !== null) this.#book.revert();
    return fault;
  }

  /** @param expected levels it will have, about; 0 when unknown */
  beginSnapshot(expected = 0): void {
    this.#book.beginSnapshot(expected);
  }

  addSnapshotPart(levels: LevelBatch): BookIntegrityError | null {
    return this.#book.addSnapshotPart(levels);
  }

  /** Lanes as for {@link applyDelta}. */
  commitSnapshot(hashA: number, hashB: number): BookIntegrityError | null {
    const fault = this.#checkWhole(this.#book.staged(), hashA, hashB);
    if (fault === null) this.#book.commitSnapshot();
    return fault;
  }

  #checkWhole(book: ReadableBook, hashA: number, hashB: number): BookIntegrityError | null {
    if (!book.hasHash(hashA, hashB)) {
      this.#mismatched += 1;
      return bookIntegrityError(
        'BOOK_HASH_MISMATCH',
        `hash [${hashA >>> 0}, ${hashB >>> 0}]`,
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
