import { ASK, BID, sideOfKey, ticksOfKey, type Side } from '../../../main/core/market-data/flat-levels.ts';

type Level = { readonly ticks: number; lots: number };

/**
 * The book most people write first: per side a plain array of levels, best first, binary search, `splice`. It checks
 * nothing and keeps no hash.
 */
export class SpliceBook {
  #bids: Level[] = [];
  #asks: Level[] = [];

  /** Takes the book anew. @param levels flat, bids best first, then asks best first */
  load(levels: readonly number[]): void {
    this.#bids = [];
    this.#asks = [];
    for (let i = 0; i < levels.length; i += 2) {
      const key = levels[i] ?? 0;
      this.#side(sideOfKey(key)).push({ ticks: ticksOfKey(key), lots: levels[i + 1] ?? 0 });
    }
  }

  apply(levels: readonly number[]): void {
    for (let i = 0; i < levels.length; i += 2) {
      const key = levels[i] ?? 0;
      this.#set(sideOfKey(key), ticksOfKey(key), levels[i + 1] ?? 0);
    }
  }

  flat(): number[] {
    const bids = this.#bids.flatMap(({ ticks, lots }) => [ticks * 2 + BID, lots]);
    return [...bids, ...this.#asks.flatMap(({ ticks, lots }) => [ticks * 2 + ASK, lots])];
  }

  #set(side: Side, ticks: number, lots: number): void {
    const levels = this.#side(side);
    let low = 0;
    let high = levels.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = levels[middle]?.ticks ?? 0;
      if (side === BID ? at > ticks : at < ticks) low = middle + 1;
      else high = middle;
    }
    const level = levels[low];
    if (level === undefined || level.ticks !== ticks) {
      if (lots > 0) levels.splice(low, 0, { ticks, lots });
    } else if (lots > 0) level.lots = lots;
    else levels.splice(low, 1);
  }

  #side(side: Side): Level[] {
    return side === BID ? this.#bids : this.#asks;
  }
}
