import type { Trade } from '../market-data/trade.ts';
import type { CandleIntervalMs } from './candle-interval.ts';

/** Candles kept a series; the oldest go first. */
export const MAX_CANDLES = 600;
const MICROS_PER_MS = 1_000;

/** Open, high, low, close and volume of the trades with venue time in `[startMs, startMs + interval)`. */
export type Candle = {
  /** Milliseconds since the Unix epoch, a multiple of the interval. */
  readonly startMs: number;
  readonly openTicks: number;
  readonly highTicks: number;
  readonly lowTicks: number;
  readonly closeTicks: number;
  /** Sum of sizes, exact below 2^53 lots. */
  readonly volumeLots: number;
  /** Proved to hold every trade of its span so far; false where one may be missing. */
  readonly isComplete: boolean;
};

type GrowingCandle = { -readonly [Key in keyof Candle]: Candle[Key] } & { revision: number };

/**
 * Candles of one interval, from trades in rising sequence. A span without trades has no candle: a chart draws the hole,
 * and nothing invented can be mistaken for a price. A jump in sequence is a loss, and it touches every candle from the
 * last trade before it to the first after it; the first candle is proved only when the trades began with number 1.
 */
export class CandleSeries {
  readonly intervalMs: CandleIntervalMs;
  /** Rising in start, at most {@link MAX_CANDLES}. */
  #candles: GrowingCandle[] = [];
  #lastTrade: Trade | null = null;
  #isTailOpen = false;
  /** Counts changes; each candle carries the count of its last one. */
  #revision = 1;
  #generation = 1;

  constructor(intervalMs: CandleIntervalMs) {
    this.intervalMs = intervalMs;
  }

  /** Changes when the series starts anew. */
  get generation(): number {
    return this.#generation;
  }
  get revision(): number {
    return this.#revision;
  }
  get count(): number {
    return this.#candles.length;
  }
  /** Sequence of the last trade in it, 0 before the first. */
  get sequence(): number {
    return this.#lastTrade?.sequence ?? 0;
  }
  /** Venue time in milliseconds of the last trade in it, 0 before the first. */
  get lastTradeMs(): number {
    return this.#lastTrade === null ? 0 : this.#lastTrade.venueTime / MICROS_PER_MS;
  }

  clear(): void {
    this.#candles = [];
    this.#lastTrade = null;
    this.#isTailOpen = false;
    this.#generation += 1;
  }

  /** While trades are known to be missing after the last one, the newest candle is not proved. */
  setTailOpen(isOpen: boolean): void {
    if (isOpen === this.#isTailOpen) return;
    this.#isTailOpen = isOpen;
    const newest = this.#candles.at(-1);
    if (newest !== undefined) newest.revision = this.#revision += 1;
  }

  /** @param trade of a higher sequence than all before */
  add(trade: Trade): void {
    this.#revision += 1;
    const before = this.#lastTrade;
    this.#lastTrade = trade;
    const hasLoss = trade.sequence !== (before?.sequence ?? 0) + 1;
    if (hasLoss && before !== null) this.#markIncomplete(this.#startOf(before), this.#startOf(trade));
    const start = this.#startOf(trade);
    const index = this.#indexOf(start);
    const candle = this.#candles[index];
    if (candle?.startMs === start) this.#extend(candle, trade);
    else this.#insert(index, start, trade, hasLoss);
  }

  /** Candle `index` places after the oldest; undefined outside 0 to `count - 1`. A new value on each call. */
  at(index: number): Candle | undefined {
    const candle = this.#candles[index];
    if (candle === undefined) return undefined;
    const { startMs, openTicks, highTicks, lowTicks, closeTicks, volumeLots } = candle;
    const isComplete = candle.isComplete && !(this.#isTailOpen && index === this.#candles.length - 1);
    return { startMs, openTicks, highTicks, lowTicks, closeTicks, volumeLots, isComplete };
  }

  /** The series' revision when that candle last changed; 0 where there is none. */
  revisionAt(index: number): number {
    return this.#candles[index]?.revision ?? 0;
  }

  closeAt(index: number): number {
    return this.#candles[index]?.closeTicks ?? -1;
  }

  #startOf(trade: Trade): number {
    const micros = this.intervalMs * MICROS_PER_MS;
    return Math.floor(trade.venueTime / micros) * this.intervalMs;
  }

  /** First index with a start of at least `start`, sought from the end: trades come nearly in order of time. */
  #indexOf(start: number): number {
    let index = this.#candles.length;
    while (index > 0 && (this.#candles[index - 1]?.startMs ?? 0) >= start) index -= 1;
    return index;
  }

  #extend(candle: GrowingCandle, trade: Trade): void {
    candle.highTicks = Math.max(candle.highTicks, trade.price);
    candle.lowTicks = Math.min(candle.lowTicks, trade.price);
    candle.closeTicks = trade.price;
    candle.volumeLots += trade.size;
    candle.revision = this.#revision;
  }

  #insert(index: number, startMs: number, trade: Trade, hasLoss: boolean): void {
    if (this.#candles.length >= MAX_CANDLES) {
      if (index === 0) return; // older than all that is kept
      this.#candles.shift();
      index -= 1;
    }
    const { price, size } = trade;
    // Out of order in time: an earlier loss may have touched this span while it had no candle to mark.
    const isNewest = index === this.#candles.length;
    const candle: GrowingCandle = {
      startMs,
      openTicks: price,
      highTicks: price,
      lowTicks: price,
      closeTicks: price,
      volumeLots: size,
      isComplete: !hasLoss && isNewest,
      revision: this.#revision,
    };
    // The candle that was newest until now is shown complete again when only the open tail had marked it.
    const newest = this.#candles.at(-1);
    if (this.#isTailOpen && newest !== undefined) newest.revision = this.#revision;
    this.#candles.splice(index, 0, candle);
  }

  #markIncomplete(start: number, end: number): void {
    const from = Math.min(start, end); // a venue's clock may step back between two trades
    const to = Math.max(start, end);
    for (let index = this.#candles.length - 1; index >= 0; index -= 1) {
      const candle = this.#candles[index];
      if (candle === undefined || candle.startMs < from) return;
      if (candle.startMs > to || !candle.isComplete) continue;
      candle.isComplete = false;
      candle.revision = this.#revision;
    }
  }
}
