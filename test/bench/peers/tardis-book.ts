import { ASK, BID } from '../../../main/core/market-data/flat-levels.ts';
import { flatOfSides, pairsOf, type PeerBook, type PeerKind, type BestLevels } from './peer-book.ts';
import type { PeerPackages, PriceAmount, TardisBook, TardisChange } from './peer-types.ts';

/** `tardis-dev`: two red-black trees of `{price, amount}`. */
export function tardisKind({ newTardisBook }: PeerPackages): PeerKind<TardisChange> {
  return {
    name: 'tardis-dev',
    isSlow: false,
    changeOf: (levels) => tardisChange(levels, false),
    create: () => new TardisPeer(newTardisBook()),
  };
}

class TardisPeer implements PeerBook<TardisChange> {
  readonly #book: TardisBook;
  constructor(book: TardisBook) {
    this.#book = book;
  }

  load(levels: readonly number[]): void {
    this.#book.update(tardisChange(levels, true));
  }
  apply(change: TardisChange): void {
    this.#book.update(change);
  }
  readBest(count: number, out: BestLevels): void {
    copyAmounts(this.#book.bids(), count, out.bids);
    copyAmounts(this.#book.asks(), count, out.asks);
  }
  flat(): number[] {
    return flatOfSides(pairsOfAmounts(this.#book.bids()), pairsOfAmounts(this.#book.asks()));
  }
}

function tardisChange(levels: readonly number[], isSnapshot: boolean): TardisChange {
  const amounts = (side: number): PriceAmount[] =>
    pairsOf(levels, side).map(([price, amount]) => ({ price, amount }));
  return { isSnapshot, bids: amounts(BID), asks: amounts(ASK) };
}

function copyAmounts(levels: Iterable<PriceAmount>, count: number, out: number[]): void {
  let at = 0;
  for (const { price, amount } of levels) {
    if (at >= count * 2) break;
    out[at] = price;
    out[at + 1] = amount;
    at += 2;
  }
  out.length = at;
}

function* pairsOfAmounts(levels: Iterable<PriceAmount>): Generator<readonly [number, number]> {
  for (const { price, amount } of levels) yield [price, amount];
}
