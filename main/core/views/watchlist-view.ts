import type { ReadableBook } from '../book/order-book.ts';
import type { CandleSeries } from '../candles/candle-series.ts';
import { ASK, BID } from '../market-data/flat-levels.ts';
import type { AggressorSide } from '../market-data/trade.ts';
import type { TradeSummary } from '../tape/trade-summary.ts';

/** Closes a row's sparkline may have. */
export const MAX_SPARK_CLOSES = 60;

/** One instrument at a glance. Prices in ticks, -1 for none; sizes in lots, 0 for none. */
export type WatchlistRow = {
  lastTicks: number;
  lastSide: AggressorSide;
  /** First price of the history held; the change is `lastTicks - openTicks`. */
  openTicks: number;
  bidTicks: number;
  askTicks: number;
  bidLots: number;
  askLots: number;
  /** Sum of sizes since that first price. */
  volumeLots: number;
  /** Of the book. */
  sequence: number;
  /** How many of `sparkCloses` count. */
  sparkCount: number;
  /** Closes of the last candles in ticks, oldest first. */
  readonly sparkCloses: Int32Array;
};

export type WatchlistSource = {
  readonly book: ReadableBook;
  readonly sequence: number;
  readonly tradeSummary: TradeSummary;
  /** The series the sparkline is made of: one-minute candles. */
  readonly sparkSeries: CandleSeries;
};

export function createWatchlistRow(): WatchlistRow {
  return {
    lastTicks: -1,
    lastSide: 'unknown',
    openTicks: -1,
    bidTicks: -1,
    askTicks: -1,
    bidLots: 0,
    askLots: 0,
    volumeLots: 0,
    sequence: 0,
    sparkCount: 0,
    sparkCloses: new Int32Array(MAX_SPARK_CLOSES),
  };
}

/** Fills `out`, which stays valid until the next projection into it, and returns it. */
export function projectWatchlistRow(source: WatchlistSource, out: WatchlistRow): WatchlistRow {
  const { book, tradeSummary, sparkSeries } = source;
  out.lastTicks = tradeSummary.last?.price ?? -1;
  out.lastSide = tradeSummary.last?.aggressorSide ?? 'unknown';
  out.openTicks = tradeSummary.openTicks;
  out.volumeLots = tradeSummary.volumeLots;
  out.bidTicks = book.bestBid();
  out.askTicks = book.bestAsk();
  out.bidLots = out.bidTicks < 0 ? 0 : book.sizeAt(BID, out.bidTicks);
  out.askLots = out.askTicks < 0 ? 0 : book.sizeAt(ASK, out.askTicks);
  out.sequence = source.sequence;
  out.sparkCount = Math.min(sparkSeries.count, MAX_SPARK_CLOSES);
  const oldest = sparkSeries.count - out.sparkCount;
  for (let i = 0; i < out.sparkCount; i += 1) out.sparkCloses[i] = sparkSeries.closeAt(oldest + i);
  return out;
}
