import { ASK, BID, sideOfKey, ticksOfKey, type Side } from '../market-data/flat-levels.ts';
import type { BookHash } from '../market-data/market-event.ts';
import { levelHashA, levelHashB } from './book-checksum.ts';
import { BookSide, SIDE_FULL } from './book-side.ts';
import type { LevelVisitor, ReadableBook } from './order-book.ts';

/** Both sides and the hash of all their levels, kept in step with every change. */
export class HashedSides implements ReadableBook {
  readonly #bids = new BookSide(1);
  readonly #asks = new BookSide(-1);
  /** Lanes of the hash as signed 32-bit integers. */
  #a = 0;
  #b = 0;

  clear(): void {
    this.#bids.clear();
    this.#asks.clear();
    this.#a = 0;
    this.#b = 0;
  }

  /** As {@link BookSide.set}, with the hash. */
  set(key: number, lots: number): number {
    const before = this.#side(sideOfKey(key)).set(ticksOfKey(key), lots);
    if (before === SIDE_FULL || before === lots) return before;
    if (before > 0) {
      this.#a = (this.#a - levelHashA(key, before)) | 0;
      this.#b = (this.#b - levelHashB(key, before)) | 0;
    }
    if (lots > 0) this.#addToHash(key, lots);
    return before;
  }

  /** As {@link BookSide.load}, with the hash; an ask closes the bids. */
  load(key: number, lots: number): 'added' | 'misplaced' | 'full' {
    const side = sideOfKey(key);
    if (side === BID && this.#asks.count > 0) return 'misplaced';
    const verdict = this.#side(side).load(ticksOfKey(key), lots);
    if (verdict === 'added') this.#addToHash(key, lots);
    return verdict;
  }

  finishLoading(): void {
    this.#bids.finishLoading();
    this.#asks.finishLoading();
  }

  bestBid(): number {
    return this.#bids.best();
  }
  bestAsk(): number {
    return this.#asks.best();
  }
  sizeAt(side: Side, ticks: number): number {
    return this.#side(side).sizeAt(ticks);
  }
  levelCount(side: Side): number {
    return this.#side(side).count;
  }
  copyBest(side: Side, count: number, ticksOut: Int32Array, lotsOut: Float64Array): number {
    return this.#side(side).copyBest(count, ticksOut, lotsOut);
  }
  walk(side: Side, visit: LevelVisitor): void {
    this.#side(side).walk(visit);
  }
  hash(): BookHash {
    return [this.#a >>> 0, this.#b >>> 0];
  }
  hasHash(hash: BookHash): boolean {
    return this.#a >>> 0 === hash[0] && this.#b >>> 0 === hash[1];
  }

  #side(side: Side): BookSide {
    return side === ASK ? this.#asks : this.#bids;
  }

  #addToHash(key: number, lots: number): void {
    this.#a = (this.#a + levelHashA(key, lots)) | 0;
    this.#b = (this.#b + levelHashB(key, lots)) | 0;
  }
}
