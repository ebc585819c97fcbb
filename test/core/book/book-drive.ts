import { HashSum } from '../../../feed-simulator/server/book-hash.ts';
import { SeededRandom } from '../../../feed-simulator/market-model/seeded-random.ts';
import type { OrderBook } from '../../../main/core/book/order-book.ts';
import { ASK, BID, type Side } from '../../../main/core/market-data/flat-levels.ts';
import { LevelBatch } from '../../../main/core/market-data/level-batch.ts';
import { MAX_PRICE_TICKS } from '../../../main/core/units/price.ts';
import { SlowBook } from '../../support/slow-book.ts';

/** A market to drive books through. */
export type MarketShape = {
  readonly name: string;
  readonly changes: number;
  readonly firstMid: number;
  /** Ticks from the mid within which prices change, most of them near it. */
  readonly reach: number;
  /** Levels a side to begin with. */
  readonly levels: number;
  /** A snapshot in about so many messages; a book cleared in ten times as many. */
  readonly snapshotEvery: number;
  /** Levels that the mid ran over or left far behind are taken away, so that the touch follows it. */
  readonly isSwept: boolean;
  /** Where the mid goes with each message. */
  readonly move: (mid: number, random: SeededRandom) => number;
};

const SIDES: readonly Side[] = [BID, ASK];
const LONGEST_MESSAGE = 20;
const PART = 300;
const REMEMBERED = 512;
const EDGES = [1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 5, 2 ** 52, 2 ** 53 - 1];
const BAD_SIZES = [-1, 0.5, NaN, 2 ** 53, Infinity];
/** Levels up to which the best prices of the model are sought after every message; beyond, once for so many levels visited. */
const QUICK_LEVELS = 600;
const LEVELS_PER_MESSAGE = 250;
const WHOLE_EVERY = 2_000;
const SWEEP_EVERY = 5;

/** Drives books of different layouts and a map from key to size with the same random messages, and compares after each. */
export class BookDrive {
  readonly #random: SeededRandom;
  readonly #shape: MarketShape;
  readonly #books: readonly OrderBook[];
  readonly #model = new SlowBook();
  readonly #hash = new HashSum();
  readonly #counts: [number, number] = [0, 0];
  readonly #batch = new LevelBatch();
  readonly #recent: number[] = [];
  #mid: number;
  #messages = 0;
  /** Level changes given to the books so far. */
  changes = 0;

  constructor(shape: MarketShape, seed: number, books: readonly OrderBook[]) {
    this.#shape = shape;
    this.#books = books;
    this.#random = new SeededRandom(seed, shape.name);
    this.#mid = shape.firstMid;
    for (let i = 0; i < shape.levels * 2; i += 1) this.#set(this.#someKey(), this.#someLots());
    this.#sendSnapshot();
  }

  /** @throws Error where a book differs from the model */
  run(): void {
    while (this.changes < this.#shape.changes) {
      this.#mid = clampTicks(this.#shape.move(this.#mid, this.#random));
      const isSnapshotDue = this.#random.below(this.#shape.snapshotEvery) === 0;
      const kind = this.#random.below(1_000);
      if (this.#shape.isSwept && kind % SWEEP_EVERY === 0) this.#sweep();
      else if (isSnapshotDue && kind < 100) this.#clear();
      else if (isSnapshotDue) this.#sendSnapshot();
      else if (kind < 30) this.#sendRefused();
      else this.#sendDelta(kind < 100);
      this.#messages += 1;
      this.#compareQuick();
      if (this.#messages % WHOLE_EVERY === 0) this.compareWhole();
    }
    this.compareWhole();
  }

  compareWhole(): void {
    const sides = [this.#model.side(BID), this.#model.side(ASK)] as const;
    const flat = SIDES.flatMap((side) => sides[side].flatMap(([ticks, lots]) => [ticks * 2 + side, lots]));
    if (this.#model.levels.size <= QUICK_LEVELS) same('slow hash', this.#hash.value, this.#model.hash());
    for (const book of this.#books) {
      const walked: number[] = [];
      for (const side of SIDES) {
        book.walk(side, (ticks, lots) => walked.push(ticks * 2 + side, lots) > 0);
        compareBest(book, side, sides[side]);
      }
      same('levels', walked.length, flat.length);
      const at = walked.findIndex((value, i) => value !== flat[i]);
      if (at >= 0) same(`level at ${at}`, walked[at], flat[at]);
    }
  }

  #sweep(): void {
    const isLeft = (key: number): boolean => {
      const away = key % 2 === BID ? this.#mid - (key >>> 1) : (key >>> 1) - this.#mid;
      return away <= 0 || away > this.#shape.reach * 2;
    };
    const left = [...this.#model.levels.keys()].filter(isLeft);
    this.#batch.fill(left.flatMap((key) => [key, 0]));
    this.#sendBatch(false);
  }

  #sendDelta(isReverted: boolean): void {
    this.#fillBatch(1 + this.#random.below(LONGEST_MESSAGE));
    this.#sendBatch(isReverted);
  }

  #sendBatch(isReverted: boolean): void {
    const { count } = this.#batch;
    this.changes += count;
    for (const book of this.#books) {
      same('refusal', book.apply(this.#batch), null);
      if (isReverted) book.revert();
    }
    if (!isReverted)
      for (let i = 0; i < count; i += 1)
        this.#set(this.#batch.keys[i] as number, this.#batch.lots[i] as number);
    for (let i = 0; i < count; i += 1) this.#compareSize(this.#batch.keys[i] as number);
  }

  /** A message of which one level cannot be: nothing of it counts. */
  #sendRefused(): void {
    const count = 2 + this.#random.below(LONGEST_MESSAGE);
    this.#fillBatch(count);
    const at = this.#random.below(count);
    const isBadKey = this.#random.below(2) === 0;
    if (isBadKey) this.#batch.keys[at] = -1 - this.#random.below(1_000);
    else this.#batch.lots[at] = BAD_SIZES[this.#random.below(BAD_SIZES.length)] ?? -1;
    const code = isBadKey ? 'BOOK_TICK_OUT_OF_RANGE' : 'BOOK_BAD_SIZE';
    for (const book of this.#books) same('refusal', book.apply(this.#batch)?.code, code);
    for (let i = 0; i < count; i += 1)
      if ((this.#batch.keys[i] as number) >= 0) this.#compareSize(this.#batch.keys[i] as number);
  }

  #sendSnapshot(): void {
    for (let i = 0; i < LONGEST_MESSAGE; i += 1) this.#set(this.#someKey(), this.#someLots());
    const flat = this.#model.flat();
    for (const book of this.#books) {
      book.beginSnapshot();
      for (let from = 0; from === 0 || from < flat.length; from += PART * 2)
        same('refusal', book.addSnapshotPart(this.#batch.fill(flat.slice(from, from + PART * 2))), null);
      same('staged hash', book.staged().hash(), this.#hash.value);
      book.commitSnapshot();
      book.revert(); // nothing to take back
    }
  }

  #clear(): void {
    for (const key of [...this.#model.levels.keys()]) this.#set(key, 0);
    for (const book of this.#books) book.clear();
  }

  #fillBatch(count: number): void {
    this.#batch.reserve(count);
    this.#batch.count = count;
    for (let i = 0; i < count; i += 1) {
      const isRemembered = this.#random.below(10) < 4 && this.#recent.length > 0;
      const key = isRemembered ? this.#recent[this.#random.below(this.#recent.length)] : undefined;
      this.#batch.keys[i] = key ?? this.#someKey();
      this.#batch.lots[i] = this.#random.below(100) < 40 ? 0 : this.#someLots();
    }
  }

  /** One price in twenty is on the wrong side of the mid. */
  #someKey(): number {
    const { reach } = this.#shape;
    const uniform = this.#random.next() / 2 ** 32;
    const distance = 1 + Math.floor(reach * uniform ** 3);
    const side = this.#random.below(2);
    const isCrossing = this.#random.below(20) === 0;
    const isBelow = (side === BID) !== isCrossing;
    const key = clampTicks(isBelow ? this.#mid - distance : this.#mid + distance) * 2 + side;
    this.#recent[this.#random.below(REMEMBERED) % (this.#recent.length + 1)] = key;
    return key;
  }

  #someLots(): number {
    const kind = this.#random.below(20);
    if (kind === 0) return EDGES[this.#random.below(EDGES.length)] ?? 1;
    if (kind === 1) return (1 + (this.#random.next() % (2 ** 21 - 1))) * 2 ** 32 + this.#random.next();
    return 1 + this.#random.below(100_000);
  }

  #set(key: number, lots: number): void {
    const { levels } = this.#model;
    const before = levels.get(key) ?? 0;
    this.#hash.replace(key, before, lots);
    this.#counts[key % 2 === BID ? 0 : 1] += Number(lots > 0) - Number(before > 0);
    if (lots === 0) levels.delete(key);
    else levels.set(key, lots);
  }

  #compareSize(key: number): void {
    const expected = this.#model.levels.get(key) ?? 0;
    for (const book of this.#books)
      same(`size of ${key}`, book.sizeAt((key % 2) as Side, key >>> 1), expected);
  }

  #compareQuick(): void {
    const [a, b] = this.#hash.value;
    const { size } = this.#model.levels;
    const isDue = size <= QUICK_LEVELS || this.#messages % Math.ceil(size / LEVELS_PER_MESSAGE) === 0;
    const best = isDue ? bestOf(this.#model.levels) : undefined;
    for (const book of this.#books) {
      same('bids', book.levelCount(BID), this.#counts[0]);
      same('asks', book.levelCount(ASK), this.#counts[1]);
      if (!book.hasHash(a | 0, b | 0)) same('hash', book.hash(), [a, b]);
      if (best !== undefined) same('touch', [book.bestBid(), book.bestAsk()], best);
    }
  }
}

function compareBest(book: OrderBook, side: Side, levels: readonly (readonly number[])[]): void {
  const ticks = new Int32Array(LONGEST_MESSAGE);
  const lots = new Float64Array(LONGEST_MESSAGE);
  const count = book.copyBest(side, LONGEST_MESSAGE, ticks, lots);
  const best = Array.from(ticks.subarray(0, count), (tick, i) => [tick, lots[i]]);
  same('best levels', best, levels.slice(0, LONGEST_MESSAGE));
}

function bestOf(levels: ReadonlyMap<number, number>): [number, number] {
  let bid = -1;
  let ask = -1;
  for (const key of levels.keys()) {
    const ticks = key >>> 1;
    if (key % 2 === BID) bid = Math.max(bid, ticks);
    else if (ask < 0 || ticks < ask) ask = ticks;
  }
  return [bid, ask];
}

function same(what: string, received: unknown, expected: unknown): void {
  if (Object.is(received, expected)) return;
  if (typeof expected === 'object' && JSON.stringify(received) === JSON.stringify(expected)) return;
  throw new Error(
    `${what} differs: expected ${JSON.stringify(expected)}, received ${JSON.stringify(received)}`,
  );
}

function clampTicks(ticks: number): number {
  return Math.max(0, Math.min(MAX_PRICE_TICKS, ticks));
}
