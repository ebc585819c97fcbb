import { ASK, BID, sideOfKey } from '../../main/core/market-data/flat-levels.ts';
import type { LevelKey, Side } from '../../main/core/market-data/flat-levels.ts';
import type { BookHash } from '../../main/core/market-data/market-event.ts';
import type { NumberedChange } from './change-ring.ts';
import { HashSum } from './book-hash.ts';
import { isAsGoodAs } from './side-keys.ts';
import type { VenueBook } from './venue-book.ts';

/**
 * The best `depth` levels a side of one book (0: all of them), kept exact change by change together with its hash. A
 * window on the whole book holds no sizes of its own.
 */
export class BookWindow {
  readonly #book: VenueBook;
  readonly #depth: number;
  readonly #sizes = new Map<LevelKey, number>();
  readonly #hash = new HashSum();
  /** Worst price in the window per side; undefined while the side is empty. */
  readonly #worst: [LevelKey | undefined, LevelKey | undefined] = [undefined, undefined];

  constructor(book: VenueBook, depth: number) {
    this.#book = book;
    this.#depth = depth;
    this.reset();
  }

  get hash(): BookHash {
    return this.#hash.value;
  }

  /** 0 when the price is not in the window. */
  sizeOf(key: LevelKey): number {
    return this.#depth === 0 ? this.#book.sizeOf(key) : (this.#sizes.get(key) ?? 0);
  }

  /** Takes the book as it is now, as after new terms. */
  reset(): void {
    this.#sizes.clear();
    this.#hash.clear();
    const levels = this.#book.levels(this.#depth);
    for (let i = 0; i + 1 < levels.length; i += 2) {
      const key = levels[i] ?? 0;
      const lots = levels[i + 1] ?? 0;
      this.#hash.replace(key, 0, lots);
      if (this.#depth > 0) this.#sizes.set(key, lots);
    }
    this.#noteWorst();
  }

  /**
   * Follows a change that the book has made already.
   *
   * @returns what changed in the window, flat: new sizes, 0 for a level that left it; empty when nothing did
   */
  follow({ steps }: NumberedChange): number[] {
    const delta: number[] = [];
    if (this.#depth === 0) {
      this.#followWhole(steps, delta);
      return delta;
    }
    for (let i = 0; i + 2 < steps.length; i += 3) {
      const key = steps[i] ?? 0;
      this.#move(key, this.#isInside(key) ? (steps[i + 2] ?? 0) : 0, delta);
    }
    if (delta.length === 0) return delta;
    this.#pushOut(BID, delta);
    this.#pushOut(ASK, delta);
    this.#letIn(BID, delta);
    this.#letIn(ASK, delta);
    this.#noteWorst();
    return delta;
  }

  #followWhole(steps: readonly number[], delta: number[]): void {
    for (let i = 0; i + 2 < steps.length; i += 3) {
      const key = steps[i] ?? 0;
      const after = steps[i + 2] ?? 0;
      this.#hash.replace(key, steps[i + 1] ?? 0, after);
      delta.push(key, after);
    }
  }

  /** Whether the price, as the book now is, belongs to the best `depth` of its side. */
  #isInside(key: LevelKey): boolean {
    const worst = this.#worstNow(sideOfKey(key));
    return worst !== undefined && isAsGoodAs(key, worst);
  }

  #worstNow(side: Side): LevelKey | undefined {
    const keys = this.#book.keysOf(side);
    return keys.at(Math.min(this.#depth, keys.count) - 1);
  }

  /** Levels that did not change themselves but that better ones have pushed out: between the new edge and the old. */
  #pushOut(side: Side, delta: number[]): void {
    const keys = this.#book.keysOf(side);
    const oldWorst = this.#worst[side];
    if (oldWorst === undefined) return;
    for (let place = this.#depth; place < keys.count; place += 1) {
      const key = keys.at(place) ?? 0;
      if (!isAsGoodAs(key, oldWorst)) return;
      this.#move(key, 0, delta);
    }
  }

  /** Levels that did not change themselves but moved up into the window: beyond the old edge, from the new one inward. */
  #letIn(side: Side, delta: number[]): void {
    const keys = this.#book.keysOf(side);
    const oldWorst = this.#worst[side];
    for (let place = Math.min(this.#depth, keys.count) - 1; place >= 0; place -= 1) {
      const key = keys.at(place) ?? 0;
      if (oldWorst !== undefined && isAsGoodAs(key, oldWorst)) return;
      this.#move(key, this.#book.sizeOf(key), delta);
    }
  }

  #move(key: LevelKey, after: number, delta: number[]): void {
    const before = this.#sizes.get(key) ?? 0;
    if (before === after) return;
    this.#hash.replace(key, before, after);
    if (after === 0) this.#sizes.delete(key);
    else this.#sizes.set(key, after);
    delta.push(key, after);
  }

  #noteWorst(): void {
    if (this.#depth === 0) return;
    this.#worst[BID] = this.#worstNow(BID);
    this.#worst[ASK] = this.#worstNow(ASK);
  }
}
