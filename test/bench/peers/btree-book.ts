import { sideOfKey } from '../../../main/core/market-data/flat-levels.ts';
import { copyPairs, flatOfSides, type BestLevels, type PeerBook, type PeerKind } from './peer-book.ts';
import type { PeerPackages, SortedBTree } from './peer-types.ts';

/** `sorted-btree`: one B+ tree a side, price to size, best first. Its input is the flat list itself. */
export function btreeKind(packages: PeerPackages): PeerKind<readonly number[]> {
  return {
    name: 'sorted-btree',
    isSlow: false,
    changeOf: (levels) => levels,
    create: () => new BTreePeer(packages),
  };
}

class BTreePeer implements PeerBook<readonly number[]> {
  readonly #packages: PeerPackages;
  #bids: SortedBTree;
  #asks: SortedBTree;
  constructor(packages: PeerPackages) {
    this.#packages = packages;
    this.#bids = packages.newSortedBTree((a, b) => b - a);
    this.#asks = packages.newSortedBTree((a, b) => a - b);
  }

  load(levels: readonly number[]): void {
    this.#bids = this.#packages.newSortedBTree((a, b) => b - a);
    this.#asks = this.#packages.newSortedBTree((a, b) => a - b);
    this.apply(levels);
  }
  apply(levels: readonly number[]): void {
    for (let i = 0; i < levels.length; i += 2) {
      const key = levels[i] ?? 0;
      const lots = levels[i + 1] ?? 0;
      const tree = sideOfKey(key) === 0 ? this.#bids : this.#asks;
      if (lots === 0) tree.delete(key >>> 1);
      else tree.set(key >>> 1, lots);
    }
  }
  readBest(count: number, out: BestLevels): void {
    copyPairs(this.#bids.entries(), count, out.bids);
    copyPairs(this.#asks.entries(), count, out.asks);
  }
  flat(): number[] {
    return flatOfSides(this.#bids.entries(), this.#asks.entries());
  }
}
