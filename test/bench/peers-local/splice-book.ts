import { BID, sideOfKey, ticksOfKey, type Side } from '../../../main/core/market-data/flat-levels.ts';

/** Best first. */
type Levels = { readonly ticks: number[]; readonly lots: number[] };

/**
 * The book most people write first: sorted plain arrays, best first, binary search, `splice`. It checks nothing and
 * keeps no hash. Two arrays of numbers and not one of objects, which V8 moves four to five times slower in a book that
 * has lived for a while: the peer is to be as good as its idea allows.
 */
export class SpliceBook {
  #bids: Levels = { ticks: [], lots: [] };
  #asks: Levels = { ticks: [], lots: [] };

  /** Takes the book anew. @param levels flat, bids best first, then asks best first */
  load(levels: readonly number[]): void {
    this.#bids = { ticks: [], lots: [] };
    this.#asks = { ticks: [], lots: [] };
    for (let i = 0; i < levels.length; i += 2) {
      const key = levels[i] ?? 0;
      const side = this.#side(sideOfKey(key));
      side.ticks.push(ticksOfKey(key));
      side.lots.push(levels[i + 1] ?? 0);
    }
  }

  apply(levels: readonly number[]): void {
    for (let i = 0; i < levels.length; i += 2) {
      const key = levels[i] ?? 0;
      this.#set(sideOfKey(key), ticksOfKey(key), levels[i + 1] ?? 0);
    }
  }

  /** Writes prices and sizes of the best levels in turn over both lists, best first. */
  readBest(count: number, { bids, asks }: { readonly bids: number[]; readonly asks: number[] }): void {
    copyBest(this.#bids, count, bids);
    copyBest(this.#asks, count, asks);
  }

  flat(): number[] {
    return [this.#bids, this.#asks].flatMap(({ ticks, lots }, side) =>
      ticks.flatMap((price, i) => [price * 2 + side, lots[i] ?? 0]),
    );
  }

  #set(side: Side, price: number, size: number): void {
    const { ticks, lots } = this.#side(side);
    let low = 0;
    let high = ticks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = ticks[middle] ?? 0;
      if (side === BID ? at > price : at < price) low = middle + 1;
      else high = middle;
    }
    if (ticks[low] === price) {
      if (size > 0) lots[low] = size;
      else {
        ticks.splice(low, 1);
        lots.splice(low, 1);
      }
    } else if (size > 0) {
      ticks.splice(low, 0, price);
      lots.splice(low, 0, size);
    }
  }

  #side(side: Side): Levels {
    return side === BID ? this.#bids : this.#asks;
  }
}

function copyBest({ ticks, lots }: Levels, count: number, out: number[]): void {
  const end = Math.min(count, ticks.length);
  for (let i = 0; i < end; i += 1) {
    out[i * 2] = ticks[i] ?? 0;
    out[i * 2 + 1] = lots[i] ?? 0;
  }
  out.length = end * 2;
}
