import type { Candle } from '../../main/core/candles/candle-series.ts';
import type { Trade } from '../../main/core/market-data/trade.ts';

/**
 * Candles of all trades there ever were, told which of them arrived: a candle is complete exactly when no loss reaches
 * into it. A loss reaches from the last trade that arrived before it to the first that arrived after it.
 */
export function slowCandles(all: readonly Trade[], arrived: readonly Trade[], intervalMs: number): Candle[] {
  const startOf = (trade: Trade): number => Math.floor(trade.venueTime / 1_000 / intervalMs) * intervalMs;
  const isThere = new Set(arrived.map(({ sequence }) => sequence));
  const touched = new Set<number>();
  for (const missing of all.filter(({ sequence }) => !isThere.has(sequence))) {
    const before = arrived.filter(({ sequence }) => sequence < missing.sequence).at(-1);
    const after = arrived.find(({ sequence }) => sequence > missing.sequence);
    if (after !== undefined) for (const end of [before ?? after, after]) touched.add(startOf(end));
  }
  const starts = [...new Set(arrived.map(startOf))].sort((a, b) => a - b);
  return starts.map((startMs) => {
    const trades = arrived.filter((trade) => startOf(trade) === startMs);
    const prices = trades.map(({ price }) => price);
    return {
      startMs,
      openTicks: prices[0] ?? -1,
      highTicks: Math.max(...prices),
      lowTicks: Math.min(...prices),
      closeTicks: prices.at(-1) ?? -1,
      volumeLots: trades.reduce((sum, { size }) => sum + size, 0),
      isComplete: !touched.has(startMs),
    };
  });
}
