import { ASK, BID } from '../../../main/core/market-data/flat-levels.ts';
import {
  copyPairs,
  flatOfSides,
  pairsOf,
  type BestLevels,
  type PeerBook,
  type PeerKind,
} from './peer-book.ts';
import type { CcxtBook, CcxtPairs, PeerPackages } from './peer-types.ts';

type CcxtChange = { readonly bids: CcxtPairs; readonly asks: CcxtPairs };

/** `ccxt`: the book of its WebSocket side, sorted arrays with an index of prices beside them. */
export function ccxtKind({ newCcxtBook }: PeerPackages): PeerKind<CcxtChange> {
  return { name: 'ccxt', isSlow: true, changeOf: ccxtChange, create: () => new CcxtPeer(newCcxtBook()) };
}

class CcxtPeer implements PeerBook<CcxtChange> {
  readonly #book: CcxtBook;
  constructor(book: CcxtBook) {
    this.#book = book;
  }

  load(levels: readonly number[]): void {
    const { bids, asks } = ccxtChange(levels);
    // Its own arrays: the book keeps and changes what it is given.
    this.#book.reset({ bids: bids.map(([p, s]) => [p, s]), asks: asks.map(([p, s]) => [p, s]) });
  }
  apply({ bids, asks }: CcxtChange): void {
    for (const [price, size] of bids) this.#book.bids.store(price, size);
    for (const [price, size] of asks) this.#book.asks.store(price, size);
  }
  readBest(count: number, out: BestLevels): void {
    copyPairs(this.#book.bids, count, out.bids);
    copyPairs(this.#book.asks, count, out.asks);
  }
  flat(): number[] {
    return flatOfSides(this.#book.bids, this.#book.asks);
  }
}

function ccxtChange(levels: readonly number[]): CcxtChange {
  return { bids: pairsOf(levels, BID), asks: pairsOf(levels, ASK) };
}
