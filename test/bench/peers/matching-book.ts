import { sideOfKey } from '../../../main/core/market-data/flat-levels.ts';
import { copyPairs, flatOfSides, type BestLevels, type PeerBook, type PeerKind } from './peer-book.ts';
import type { MatchingBook, PeerPackages } from './peer-types.ts';

type Order = {
  readonly side: 'buy' | 'sell';
  readonly id: string;
  readonly size: number;
  readonly price: number;
};

/**
 * `nodejs-order-book`: a matching engine; here one order stands for one level. What goes away goes first, so that nothing
 * that a message leaves apart ever meets.
 */
export function matchingKind({ newMatchingBook }: PeerPackages): PeerKind<readonly Order[]> {
  return {
    name: 'nodejs-order-book',
    isSlow: true,
    changeOf: (levels) => ordersOf(levels).sort((a, b) => Math.sign(a.size) - Math.sign(b.size)),
    create: () => new MatchingPeer(newMatchingBook),
  };
}

class MatchingPeer implements PeerBook<readonly Order[]> {
  readonly #create: () => MatchingBook;
  #book: MatchingBook;
  constructor(create: () => MatchingBook) {
    this.#create = create;
    this.#book = create();
  }

  load(levels: readonly number[]): void {
    this.#book = this.#create();
    this.apply(ordersOf(levels));
  }
  apply(orders: readonly Order[]): void {
    for (const order of orders) {
      if (order.size === 0) this.#book.cancel(order.id);
      else if (this.#book.order(order.id) === undefined) this.#book.limit(order);
      else this.#book.modify(order.id, { size: order.size });
    }
  }
  readBest(count: number, out: BestLevels): void {
    const [asks, bids] = this.#book.depth();
    copyPairs(bids, count, out.bids);
    copyPairs(asks, count, out.asks);
  }
  flat(): number[] {
    const [asks, bids] = this.#book.depth();
    return flatOfSides(bids, asks);
  }
}

function ordersOf(levels: readonly number[]): Order[] {
  const orders: Order[] = [];
  for (let i = 0; i < levels.length; i += 2) {
    const key = levels[i] ?? 0;
    const side = sideOfKey(key) === 0 ? 'buy' : 'sell';
    orders.push({ side, id: String(key), size: levels[i + 1] ?? 0, price: key >>> 1 });
  }
  return orders;
}
