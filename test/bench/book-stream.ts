import { ASK, BID, levelKey, type Side } from '../../main/core/market-data/flat-levels.ts';
import type { BookHash } from '../../main/core/market-data/market-event.ts';
import type { PriceTicks } from '../../main/core/units/price.ts';
import { HashSum } from '../../feed-simulator/server/book-hash.ts';
import { SeededRandom } from '../../feed-simulator/market-model/seeded-random.ts';

export type BookStreamOptions = {
  readonly instruments: number;
  /** About so many; nearly twice as many prices lie within reach. At most 500,000. */
  readonly levelsPerSide: number;
  readonly messages: number;
};

/** One message: the last absolute size of every price that changed, and the hash of the whole book after it. */
export type BookChange = {
  readonly instrument: number;
  readonly levels: readonly number[];
  readonly hash: BookHash;
};

/** A deterministic stream; books are flat, bids best first, then asks best first, by place of the instrument. */
export type BookStream = {
  readonly opening: readonly { readonly levels: readonly number[]; readonly hash: BookHash }[];
  /** Changes before the timed part, which end where they began; none when missing. */
  readonly settling?: readonly BookChange[];
  readonly changes: readonly BookChange[];
  /** Levels in `changes`. */
  readonly levelUpdates: number;
  readonly closing: readonly (readonly number[])[];
};

const SEED = 7;
const CHANGES_PER_MESSAGE = 10;
/** Per cent of changes that remove a level, and of prices within reach that hold one. */
const DELETES = 30;
const DENSITY = 57;
/** Of 1,000 messages. */
const MID_MOVES = 15;
const MAX_MOVE_TICKS = 3;
const MAX_LOTS = 100_000;
/** Reach of a book of 1,000 levels a side. */
const NEAR_TICKS = 1_755;
const FIRST_MID = 1_000_000;

/**
 * Ten changes a message, 30 % of them deletes, most near the touch; 1.5 % of messages move the mid. The share of prices
 * that hold a level stays where these rates balance. Hashes are by the venue's own code, not by the one measured.
 */
export function makeBookStream(options: BookStreamOptions): BookStream {
  const random = new SeededRandom(SEED, `book-stream-${options.levelsPerSide}`);
  const reach = Math.ceil((options.levelsPerSide * 100) / DENSITY);
  const books = Array.from({ length: options.instruments }, () => new StreamBook(random, reach));
  const opening = books.map((book) => ({ levels: book.flat(), hash: book.hash }));
  const changes: BookChange[] = [];
  let levelUpdates = 0;
  while (changes.length < options.messages) {
    const instrument = random.below(books.length);
    const book = books[instrument];
    if (book === undefined) continue;
    const levels = book.change();
    levelUpdates += levels.length / 2;
    changes.push({ instrument, levels, hash: book.hash });
  }
  return { opening, changes, levelUpdates, closing: books.map((book) => book.flat()) };
}

/** One instrument's book while the stream is written. The mid price itself never holds a level. */
class StreamBook {
  readonly #random: SeededRandom;
  readonly #reach: number;
  readonly #sizes = new Map<number, number>();
  readonly #sum = new HashSum();
  #mid = FIRST_MID;

  /** @param reach ticks from the mid within which levels come and go */
  constructor(random: SeededRandom, reach: number) {
    this.#random = random;
    this.#reach = reach;
    for (const side of [BID, ASK] as const)
      for (let distance = 1; distance <= reach; distance += 1)
        if (random.below(100) < DENSITY) this.#set(this.#keyAt(side, distance), this.#someLots());
  }

  get hash(): BookHash {
    return this.#sum.value;
  }

  change(): number[] {
    const changes = new Map<number, number>();
    if (this.#random.below(1_000) < MID_MOVES) this.#moveMid(changes);
    while (changes.size < CHANGES_PER_MESSAGE) {
      const isDelete = this.#random.below(100) < DELETES;
      let key = this.#someKey();
      while (changes.has(key) || (isDelete && !this.#sizes.has(key))) key = this.#someKey();
      changes.set(key, isDelete ? 0 : this.#someLots());
    }
    for (const [key, lots] of changes) this.#set(key, lots);
    return [...changes].flat();
  }

  flat(): number[] {
    const keys = [...this.#sizes.keys()];
    const bids = keys.filter((key) => key % 2 === BID).sort((a, b) => b - a);
    const asks = keys.filter((key) => key % 2 === ASK).sort((a, b) => a - b);
    return [...bids, ...asks].flatMap((key) => [key, this.#sizes.get(key) ?? 0]);
  }

  /** The levels that the mid runs over go. */
  #moveMid(changes: Map<number, number>): void {
    const ticks = 1 + this.#random.below(MAX_MOVE_TICKS);
    const sign = this.#random.below(2) === 0 ? 1 : -1;
    const side = sign === 1 ? ASK : BID;
    for (let distance = 1; distance <= ticks; distance += 1) {
      const key = this.#keyAt(side, distance);
      if (this.#sizes.has(key)) changes.set(key, 0);
    }
    this.#mid += sign * ticks;
  }

  /**
   * Nine of ten changes fall within the reach of a shallow book, however deep this one is. The fourth power draws them to
   * the touch: half fall within a sixteenth of the reach.
   */
  #someKey(): number {
    const reach = this.#random.below(10) === 0 ? this.#reach : Math.min(this.#reach, NEAR_TICKS);
    const uniform = this.#random.next() / 0x1_0000_0000;
    const distance = 1 + Math.floor(reach * uniform * uniform * uniform * uniform);
    return this.#keyAt(this.#random.below(2) === 0 ? BID : ASK, distance);
  }
  #keyAt(side: Side, distance: number): number {
    return levelKey((side === BID ? this.#mid - distance : this.#mid + distance) as PriceTicks, side);
  }
  #someLots(): number {
    return 1 + this.#random.below(MAX_LOTS);
  }
  #set(key: number, lots: number): void {
    this.#sum.replace(key, this.#sizes.get(key) ?? 0, lots);
    if (lots === 0) this.#sizes.delete(key);
    else this.#sizes.set(key, lots);
  }
}
