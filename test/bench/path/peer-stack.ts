import { ASK, BID } from '../../../main/core/market-data/flat-levels.ts';
import type { BookHash } from '../../../main/core/market-data/market-event.ts';
import { hashOfLevels } from '../../../feed-simulator/server/book-hash.ts';
import { pairsOf, type BestLevels, type Pair, type PeerBook } from '../peers/peer-book.ts';
import { SIZE_DIGITS, PRICE_DIGITS } from '../peers-local/string-price-json.ts';
import type { StackBooks } from './stack-receiver.ts';
import type { WireForm } from './wire-form.ts';

const BEST = 20;
/** Where the levels begin in a delta in flat form. */
const FLAT_HEAD = 9;
const FLAT_SUBSCRIPTION = 2;

type ExchangeMessage = {
  readonly subscription: number;
  readonly bids: readonly (readonly [string, string])[];
  readonly asks: readonly (readonly [string, string])[];
};
export type SidesToChange<Change> = (bids: readonly Pair[], asks: readonly Pair[]) => Change;

export type PeerStackOptions<Change> = {
  readonly books: readonly PeerBook<Change>[];
  readonly form: WireForm;
  readonly scale: Scale;
  readonly changeOf: SidesToChange<Change>;
};

/** What makes ticks and lots of the numbers a book holds. */
export type Scale = { readonly price: number; readonly size: number };
export const NO_SCALE: Scale = { price: 1, size: 1 };
export const TEXT_SCALE: Scale = { price: 10 ** PRICE_DIGITS, size: 10 ** SIZE_DIGITS };

/** `JSON.parse`, and a book of another package; nothing is checked. */
export class PeerStack<Change> implements StackBooks {
  readonly #books: readonly PeerBook<Change>[];
  readonly #isFlat: boolean;
  readonly #scale: Scale;
  readonly #changeOf: SidesToChange<Change>;
  readonly #best: BestLevels = { bids: [], asks: [] };

  /** @param form the product's flat JSON, or decimal text in nested pairs, as most exchanges send it */
  constructor({ books, form, scale, changeOf }: PeerStackOptions<Change>) {
    this.#books = books;
    this.#isFlat = form === 'flat-json';
    this.#scale = scale;
    this.#changeOf = changeOf;
    for (const book of books) book.load([]);
  }

  take(message: Buffer): void {
    const text = message.toString();
    if (this.#isFlat) this.#takeFlat(JSON.parse(text) as number[]);
    else this.#takeText(JSON.parse(text) as ExchangeMessage);
  }

  showViews(): void {
    for (const book of this.#books) book.readBest(BEST, this.#best);
  }

  hashOf(place: number): BookHash {
    const all: BestLevels = { bids: [], asks: [] };
    this.#books[place]?.readBest(Infinity, all);
    const flat: number[] = [];
    addLevels(flat, all.bids, BID, this.#scale);
    addLevels(flat, all.asks, ASK, this.#scale);
    return hashOfLevels(flat);
  }

  #takeFlat(integers: readonly number[]): void {
    const levels = integers.slice(FLAT_HEAD);
    const change = this.#changeOf(pairsOf(levels, BID), pairsOf(levels, ASK));
    this.#bookOf(integers[FLAT_SUBSCRIPTION] ?? 0).apply(change);
  }

  #takeText({ subscription, bids, asks }: ExchangeMessage): void {
    this.#bookOf(subscription).apply(this.#changeOf(bids.map(numbersOf), asks.map(numbersOf)));
  }

  #bookOf(subscription: number): PeerBook<Change> {
    const book = this.#books[(subscription - 1) >> 1];
    if (book === undefined) throw new Error(`expected a book of the stream, received ${subscription}`);
    return book;
  }
}

function numbersOf([price, size]: readonly [string, string]): Pair {
  return [Number(price), Number(size)];
}

/** Numbers in pairs, best first, as levels in ticks and lots. */
function addLevels(flat: number[], pairs: readonly number[], side: number, scale: Scale): void {
  for (let i = 0; i < pairs.length; i += 2) {
    const ticks = Math.round((pairs[i] ?? 0) * scale.price);
    flat.push(ticks * 2 + side, Math.round((pairs[i + 1] ?? 0) * scale.size));
  }
}
