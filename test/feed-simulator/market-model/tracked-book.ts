import { BID, type Side } from '../../../main/core/market-data/flat-levels.ts';

/** A book kept by a plain reader: sizes by level key, and the touch found by walking tick by tick. */
export class TrackedBook {
  readonly sizes = new Map<number, number>();
  /** Levels by side: `[bids, asks]`. */
  readonly depth: [number, number] = [0, 0];
  #best: [number, number] = [-1, -1];

  constructor(levels: readonly number[]) {
    this.apply(levels);
  }

  /** `[best bid, best ask]` in ticks, -1 for an empty side. */
  get touch(): [number, number] {
    return [this.#best[0], this.#best[1]];
  }

  /** A new book in place of the old one. */
  replace(levels: readonly number[]): void {
    this.sizes.clear();
    this.depth.fill(0);
    this.#best = [-1, -1];
    this.apply(levels);
  }

  apply(levels: readonly number[]): void {
    for (let at = 0; at < levels.length; at += 2) this.#set(levels[at] ?? 0, levels[at + 1] ?? 0);
  }

  /** Flat as `SimulatedMarket.levels` gives it. */
  flat(): number[] {
    const keys = [...this.sizes.keys()];
    const bids = keys.filter((key) => key % 2 === 0).sort((left, right) => right - left);
    const asks = keys.filter((key) => key % 2 === 1).sort((left, right) => left - right);
    return [...bids, ...asks].flatMap((key) => [key, this.sizes.get(key) ?? 0]);
  }

  #set(key: number, lots: number): void {
    const side: Side = key % 2 === 0 ? 0 : 1;
    const tick = key >>> 1;
    if (lots > 0) {
      if (!this.sizes.has(key)) this.depth[side]++;
      this.sizes.set(key, lots);
      const best = this.#best[side];
      if (best < 0 || (side === BID ? tick > best : tick < best)) this.#best[side] = tick;
      return;
    }
    if (this.sizes.delete(key)) this.depth[side]--;
    if (this.depth[side] === 0) this.#best[side] = -1;
    else while (!this.sizes.has(this.#best[side] * 2 + side)) this.#best[side] += side === BID ? -1 : 1;
  }
}
