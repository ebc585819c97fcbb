import { ASK, type Side } from '../market-data/flat-levels.ts';
import type { LevelBatch } from '../market-data/level-batch.ts';
import type { BookHash } from '../market-data/market-event.ts';
import { isKeyInRange, isSize, type TickRange } from './book-levels-check.ts';
import { LeafedSide } from './leafed-side.ts';
import { LevelTally } from './level-tally.ts';
import type { BookLayout, LevelVisitor } from './order-book.ts';

/** Both sides in sorted leaves: for prices that are sparse, where memory by price would be mostly empty. */
export class LeafedBook implements BookLayout {
  readonly #bids = new LeafedSide(1);
  readonly #asks = new LeafedSide(-1);
  readonly #tally = new LevelTally();
  #range: TickRange;

  constructor(range: TickRange) {
    this.#range = range;
  }

  setRange(range: TickRange): void {
    this.#range = range;
  }

  exchange(levels: LevelBatch, before: LevelBatch): number {
    const { keys, lots: fresh, count } = levels;
    let i = 0;
    for (; i < count; i += 1) {
      const key = keys[i] as number;
      const lots = fresh[i] as number;
      if (!isKeyInRange(key, this.#range) || !isSize(lots)) break;
      before.keys[i] = key;
      this.#side((key & 1) as Side).exchange(key >>> 1, fresh, before.lots, i);
    }
    this.#tally.exchange(keys, before.lots, fresh, i);
    return i;
  }

  bestBid(): number {
    return this.#best(this.#bids);
  }
  bestAsk(): number {
    return this.#best(this.#asks);
  }
  sizeAt(side: Side, ticks: number): number {
    return this.#side(side).sizeAt(ticks);
  }
  levelCount(side: Side): number {
    return this.#side(side).count;
  }

  copyBest(side: Side, count: number, ticksOut: Int32Array, lotsOut: Float64Array): number {
    const levels = this.#side(side);
    const copied = Math.max(0, Math.min(count, levels.count, ticksOut.length, lotsOut.length));
    for (let i = 0, at = levels.best(); i < copied; i += 1, at = levels.worse(at)) {
      ticksOut[i] = levels.ticksAt(at);
      lotsOut[i] = levels.lotsAt(at);
    }
    return copied;
  }

  walk(side: Side, visit: LevelVisitor): void {
    const levels = this.#side(side);
    for (let at = levels.best(); at >= 0; at = levels.worse(at))
      if (!visit(levels.ticksAt(at), levels.lotsAt(at))) return;
  }

  hash(): BookHash {
    return this.#tally.hash();
  }
  hasHash(a: number, b: number): boolean {
    return this.#tally.hasHash(a, b);
  }

  #side(side: Side): LeafedSide {
    return side === ASK ? this.#asks : this.#bids;
  }

  #best(side: LeafedSide): number {
    return side.count === 0 ? -1 : side.ticksAt(side.best());
  }
}
