import { ASK, BID } from '../../main/core/market-data/flat-levels.ts';
import type { MarketChange } from '../market-model/market-change.ts';
import { FollowedBook } from './followed-book.ts';

/** Distances from the touch the shape of the book is averaged over, in ticks. */
export const SHAPE_TICKS = 200;
/** Trades remembered of one instrument; a day at 100 updates a second over twelve has some ten thousand. */
const MOST_TRADES = 500_000;
const SECONDS_PER_SHAPE = 60;

/** Lots that came and went in one instrument's book. */
type Flows = { added: number; cancelled: number; traded: number };

/** What one instrument did in a simulated day, gathered change by change and second by second. */
export class DayRecord {
  readonly family: string;
  /** Middle of the touch in half ticks, and the spread in ticks, at the end of each second. */
  readonly doubledMids: number[] = [];
  readonly spreads: number[] = [];
  /** Changes within each second. */
  readonly counts: number[] = [];
  /** Of each order that took: 1 for a buy and -1 for a sell, and its lots. */
  readonly signs: number[] = [];
  readonly takenLots: number[] = [];
  /** Mean lots by distance from the touch of its side, over both sides, not divided by `shapes` yet. */
  readonly shape = new Float64Array(SHAPE_TICKS);
  shapes = 0;
  /** Sum over seconds of the lots resting. */
  restingLotSeconds = 0;
  readonly flows: Flows = { added: 0, cancelled: 0, traded: 0 };
  readonly #book: FollowedBook;
  #count = 0;

  constructor(family: string, levels: readonly number[]) {
    this.family = family;
    this.#book = new FollowedBook(levels);
  }

  apply(change: MarketChange): void {
    if (change.kind === 'terms') this.#book.replace(change.levels);
    if (change.kind !== 'book') return;
    this.#count++;
    let taken = 0;
    for (const trade of change.trades) taken += trade.size;
    let grown = 0;
    let shrunk = 0;
    for (let at = 0; at + 1 < change.levels.length; at += 2) {
      const lots = this.#book.set(change.levels[at] ?? 0, change.levels[at + 1] ?? 0);
      if (lots > 0) grown += lots;
      else shrunk -= lots;
    }
    this.flows.added += grown;
    this.flows.traded += taken;
    this.flows.cancelled += Math.max(0, shrunk - taken);
    const first = change.trades[0];
    if (first === undefined || this.signs.length >= MOST_TRADES) return;
    this.signs.push(first.aggressorSide === 'buy' ? 1 : -1);
    this.takenLots.push(taken);
  }

  /** Looks at the book at the end of a second. */
  endSecond(): void {
    this.counts.push(this.#count);
    this.#count = 0;
    const { bid, ask, lots } = this.#book;
    this.doubledMids.push(bid + ask);
    this.spreads.push(ask - bid);
    this.restingLotSeconds += lots;
    if (this.counts.length % SECONDS_PER_SHAPE === 0) this.#addShape();
  }

  #addShape(): void {
    this.shapes++;
    for (let distance = 0; distance < SHAPE_TICKS; distance++) {
      const bids = this.#book.sizeOf((this.#book.bid - distance) * 2 + BID);
      const asks = this.#book.sizeOf((this.#book.ask + distance) * 2 + ASK);
      this.shape[distance] = (this.shape[distance] ?? 0) + (bids + asks) / 2;
    }
  }
}
