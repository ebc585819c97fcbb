import type { AggressorSide, Trade } from '../core/market-data/trade.ts';

const AGGRESSOR_CODE: Record<AggressorSide, number> = { unknown: 0, buy: 1, sell: 2 };

/** `[tradeId, price, size, aggressorSide, venueTime, ...]`; sequences follow from the message. */
export function flatTrades(trades: readonly Trade[]): number[] {
  const flat: number[] = [];
  for (const trade of trades)
    flat.push(trade.tradeId, trade.price, trade.size, AGGRESSOR_CODE[trade.aggressorSide], trade.venueTime);
  return flat;
}
