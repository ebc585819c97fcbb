import { ASK, type LevelKey, type Side } from '../market-data/flat-levels.ts';
import { LeafedSide } from './leafed-side.ts';

/** The levels of a ladder that lie outside its window, both sides, exact at any distance. */
export class FarLevels {
  readonly #bids = new LeafedSide(1);
  readonly #asks = new LeafedSide(-1);

  #bidCount = 0;
  #askCount = 0;

  side(side: Side): LeafedSide {
    return side === ASK ? this.#asks : this.#bids;
  }
  /** Levels of a side, known without a look into it: nearly always none. */
  count(side: Side): number {
    return side === ASK ? this.#askCount : this.#bidCount;
  }

  /** Ticks of the best of a side, which must hold one. */
  best(side: Side): number {
    const levels = this.side(side);
    return levels.ticksAt(levels.best());
  }

  /** As {@link LeafedSide.exchange}. */
  exchange(key: LevelKey, fresh: Float64Array, before: Float64Array, at: number): void {
    this.side((key & 1) as Side).exchange(key >>> 1, fresh, before, at);
    this.#bidCount = this.#bids.count;
    this.#askCount = this.#asks.count;
  }
}
