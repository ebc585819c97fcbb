import { sideOfKey } from '../../../main/core/market-data/flat-levels.ts';
import {
  copyPairs,
  flatOfSides,
  type BestLevels,
  type Pair,
  type PeerBook,
  type PeerKind,
} from './peer-book.ts';
import type { NamedLevel, OrderbooksBook, PeerPackages } from './peer-types.ts';

type NamedChange = { readonly deleted: readonly NamedLevel[]; readonly set: readonly NamedLevel[] };

const ALL_LEVELS = 1_000_000;
const DEFAULT_LEVELS = 250;

/** `orderbooks`: one array of both sides, searched from its start, sorted after each message. */
export function orderbooksKind({ newOrderbooksBook }: PeerPackages): PeerKind<NamedChange> {
  return {
    name: 'orderbooks, all levels',
    isSlow: true,
    changeOf: namedChange,
    create: () => new OrderbooksPeer(newOrderbooksBook(ALL_LEVELS)),
  };
}

/** As it comes: of both sides together it keeps 250 levels, and so ends with another book. */
export function orderbooksDefaultKind({ newOrderbooksBook }: PeerPackages): PeerKind<NamedChange> {
  return {
    name: 'orderbooks, keeps 250',
    isSlow: false,
    changeOf: namedChange,
    create: () => new OrderbooksPeer(newOrderbooksBook(DEFAULT_LEVELS)),
  };
}

class OrderbooksPeer implements PeerBook<NamedChange> {
  readonly #book: OrderbooksBook;
  constructor(book: OrderbooksBook) {
    this.#book = book;
  }

  load(levels: readonly number[]): void {
    this.#book.handleSnapshot(namedLevels(levels), 0);
  }
  apply({ deleted, set }: NamedChange): void {
    this.#book.handleDelta(deleted, set, [], 0);
  }
  readBest(count: number, out: BestLevels): void {
    const { bids, asks } = this.#sides();
    copyPairs(bids, count, out.bids);
    copyPairs(asks, count, out.asks);
  }
  flat(): number[] {
    const { bids, asks } = this.#sides();
    return flatOfSides(bids, asks);
  }

  /** The array runs from the highest price to the lowest. */
  #sides(): { bids: Pair[]; asks: Pair[] } {
    const side = (name: 'Buy' | 'Sell'): Pair[] =>
      this.#book.book.filter((level) => level[2] === name).map(([, price, , size]) => [price, size]);
    return { bids: side('Buy'), asks: side('Sell').reverse() };
  }
}

function namedLevels(levels: readonly number[]): NamedLevel[] {
  const named: NamedLevel[] = [];
  for (let i = 0; i < levels.length; i += 2) {
    const key = levels[i] ?? 0;
    named.push(['BENCH', key >>> 1, sideOfKey(key) === 0 ? 'Buy' : 'Sell', levels[i + 1] ?? 0]);
  }
  return named;
}

function namedChange(levels: readonly number[]): NamedChange {
  const named = namedLevels(levels);
  return {
    deleted: named.filter(([, , , size]) => size === 0),
    set: named.filter(([, , , size]) => size > 0),
  };
}
