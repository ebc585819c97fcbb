import type { SimulatedTrade } from '../../../feed-simulator/market-model/market-change.ts';
import { MirrorBook } from '../../support/second-reader-book.ts';
import type { BookSides } from '../../support/second-reader-book.ts';

type Sizes = ReadonlyMap<number, number>;

/** A candle as the wire has it: startTime, open, high, low, close, volume, buyVolume, trades. */
export type FlatCandle = readonly number[];

/** What the exchange must have published of one instrument, kept in the slowest and most obvious way. */
export class ExchangeRecord {
  /** The whole book at each sequence; nothing at 0. */
  readonly #books: Sizes[] = [new Map()];
  readonly #trades: SimulatedTrade[] = [];
  /** Trades made before the present terms. */
  #tradesBefore = 0;
  #dayStart: number;
  #time: number;

  constructor(levels: readonly number[], startTime: number) {
    this.#dayStart = startTime;
    this.#time = startTime;
    this.#books.push(sizesOf(levels));
  }

  get bookSequence(): number {
    return this.#books.length - 1;
  }

  get tradeSequence(): number {
    return this.#trades.length;
  }

  change(levels: Sizes, trades: readonly SimulatedTrade[], time: number): void {
    const next = new Map(this.#books.at(-1));
    for (const [key, lots] of levels)
      if (lots === 0) next.delete(key);
      else next.set(key, lots);
    this.#books.push(next);
    this.#trades.push(...trades);
    this.#time = time;
  }

  newTerms(levels: readonly number[], time: number): void {
    this.#books.push(sizesOf(levels));
    this.#tradesBefore = this.#trades.length;
    this.#dayStart = time;
    this.#time = time;
  }

  /** The best `depth` levels a side when `sequence` was the last change; undefined if it never was. */
  bookAt(sequence: number, depth: number): BookSides | undefined {
    const sizes = this.#books[sequence];
    if (sizes === undefined) return undefined;
    const mirror = new MirrorBook();
    for (const [key, lots] of sizes) mirror.sizes.set(key, lots);
    const { bids, asks } = mirror.sides();
    return depth === 0 ? { bids, asks } : { bids: bids.slice(0, depth), asks: asks.slice(0, depth) };
  }

  /** `price, size, side` of that trade. */
  tradeAt(sequence: number): string {
    const trade = this.#trades[sequence - 1];
    return trade === undefined ? 'none' : `${trade.price} ${trade.size} ${trade.aggressorSide}`;
  }

  /** Every candle of the present terms, from the trades up to `sequence`, oldest first. */
  candlesAt(sequence: number, intervalMs: number): FlatCandle[] {
    const byStart = new Map<number, SimulatedTrade[]>();
    for (const trade of this.#trades.slice(this.#tradesBefore, sequence)) {
      const start = Math.floor(trade.venueTime / (intervalMs * 1_000)) * intervalMs * 1_000;
      byStart.set(start, [...(byStart.get(start) ?? []), trade]);
    }
    return [...byStart].map(([start, trades]) => {
      const prices = trades.map(({ price }) => price);
      const bought = trades.filter(({ aggressorSide }) => aggressorSide === 'buy');
      const sum = (list: readonly SimulatedTrade[]) => list.reduce((total, { size }) => total + size, 0);
      const ends = [prices[0] ?? 0, Math.max(...prices), Math.min(...prices), prices.at(-1) ?? 0];
      return [start, ...ends, sum(trades), sum(bought), trades.length];
    });
  }

  /** What a ticker says now, without its numbering and stamps. */
  ticker(): Record<string, unknown> {
    const { bids, asks } = this.bookAt(this.bookSequence, 1) ?? { bids: [], asks: [] };
    const [[bid, bidSize] = [null, 0]] = bids;
    const [[ask, askSize] = [null, 0]] = asks;
    const traded = this.#trades.slice(this.#tradesBefore);
    const prices = traded.map(({ price }) => price);
    const last = traded.at(-1);
    const isTraded = prices.length > 0;
    return {
      ...{ bid, bidSize, ask, askSize },
      last: last?.price ?? null,
      lastSize: last?.size ?? 0,
      lastSide: last?.aggressorSide ?? 'unknown',
      open: prices[0] ?? null,
      high: isTraded ? Math.max(...prices) : null,
      low: isTraded ? Math.min(...prices) : null,
      volume: traded.reduce((sum, { size }) => sum + size, 0),
      trades: traded.length,
      dayStart: this.#dayStart,
      venueTime: this.#time,
    };
  }
}

function sizesOf(levels: readonly number[]): Sizes {
  const pairs = Array.from({ length: levels.length / 2 }, (_, i): [number, number] => [
    levels[i * 2] ?? 0,
    levels[i * 2 + 1] ?? 0,
  ]);
  return new Map(pairs);
}
