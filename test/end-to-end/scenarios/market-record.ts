import type { MarketChange } from '../../../feed-simulator/market-model/market-change.ts';

/** One instrument as the record found it. */
export type Opening = {
  /** The whole book, flat. */
  readonly levels: readonly number[];
  readonly sequence: number;
  readonly lastTrade: number;
  /** `price:size` of a trade made before. */
  readonly earlierTrade: (sequence: number) => string | undefined;
};

type BookChange = {
  readonly levels: readonly number[];
  readonly atMs: number;
  /** Some size really is another one: only such a change is ever sent. */
  readonly isEffective: boolean;
  readonly isWhole: boolean;
};
type InstrumentRecord = {
  readonly opening: Opening;
  /** The first led to the sequence after the opening's. */
  readonly changes: BookChange[];
  readonly trades: string[];
  readonly now: Map<number, number>;
  cursor: { sequence: number; sizes: Map<number, number> };
};

/**
 * What was true during one run of a venue, noted change by change before the venue sees it: the judge of everything that
 * is shown. Shares nothing with the books of the venue. Monotonic milliseconds.
 */
export class MarketRecord {
  readonly epoch: number;
  readonly #beganAtMs: number;
  readonly #records: readonly InstrumentRecord[];

  constructor(epoch: number, openings: readonly Opening[], nowMs: number) {
    this.epoch = epoch;
    this.#beganAtMs = nowMs;
    this.#records = openings.map((opening) => {
      const cursor = { sequence: opening.sequence, sizes: sizesOf(opening.levels) };
      return { opening, changes: [], trades: [], now: new Map(cursor.sizes), cursor };
    });
  }

  note(change: MarketChange, atMs: number): void {
    const record = this.#records[change.instrument];
    if (record === undefined || change.kind === 'state') return;
    const levels = change.levels.slice();
    const isWhole = change.kind === 'terms';
    const isEffective = isWhole || differs(record.now, levels);
    if (isWhole) record.now.clear();
    apply(record.now, levels);
    record.changes.push({ levels, atMs, isEffective, isWhole });
    if (change.kind === 'book')
      record.trades.push(...change.trades.map(({ price, size }) => `${price}:${size}`));
  }

  ageMs(nowMs: number): number {
    return nowMs - this.#beganAtMs;
  }

  /** Sizes by level key when `sequence` was the book's last; null when there was no such. Valid until the next call. */
  bookAt(index: number, sequence: number): ReadonlyMap<number, number> | null {
    const record = this.#records[index];
    if (record === undefined) return null;
    const { opening, changes } = record;
    if (sequence < opening.sequence || sequence > opening.sequence + changes.length) return null;
    if (sequence < record.cursor.sequence)
      record.cursor = { sequence: opening.sequence, sizes: sizesOf(opening.levels) };
    for (const { cursor } = record; cursor.sequence < sequence; cursor.sequence += 1) {
      const change = changes[cursor.sequence - opening.sequence];
      if (change?.isWhole === true) cursor.sizes.clear();
      apply(cursor.sizes, change?.levels ?? []);
    }
    return record.cursor.sizes;
  }

  lastSequence(index: number): number {
    const record = this.#records[index];
    return record === undefined ? 0 : record.opening.sequence + record.changes.length;
  }

  /** `price:size`; undefined when there was no such trade. */
  tradeAt(index: number, sequence: number): string | undefined {
    const record = this.#records[index];
    if (record === undefined) return undefined;
    const { lastTrade, earlierTrade } = record.opening;
    return sequence > lastTrade ? record.trades[sequence - lastTrade - 1] : earlierTrade(sequence);
  }

  /** Milliseconds for which a book that stands at `sequence` has been out of date; 0 while it is not. */
  outdatedMs(index: number, sequence: number, nowMs: number): number {
    const record = this.#records[index];
    if (record === undefined) return 0;
    const { opening, changes } = record;
    for (let at = Math.max(0, sequence - opening.sequence); at < changes.length; at += 1) {
      const change = changes[at];
      if (change?.isEffective === true) return nowMs - change.atMs;
    }
    return 0;
  }
}

function sizesOf(levels: readonly number[]): Map<number, number> {
  const sizes = new Map<number, number>();
  apply(sizes, levels);
  return sizes;
}

function apply(sizes: Map<number, number>, levels: readonly number[]): void {
  for (let i = 0; i + 1 < levels.length; i += 2) {
    const [key = 0, lots = 0] = [levels[i], levels[i + 1]];
    if (lots === 0) sizes.delete(key);
    else sizes.set(key, lots);
  }
}

function differs(sizes: ReadonlyMap<number, number>, levels: readonly number[]): boolean {
  for (let i = 0; i + 1 < levels.length; i += 2)
    if ((sizes.get(levels[i] ?? 0) ?? 0) !== levels[i + 1]) return true;
  return false;
}
