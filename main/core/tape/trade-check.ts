import type { Trade } from '../market-data/trade.ts';

/** A trade that cannot be: its whole message is dropped, and its trades count as missing. */
export type TradeFault = {
  readonly kind: 'trade-fault';
  readonly code: 'TRADE_TICK_OUT_OF_RANGE';
  readonly expected: string;
  readonly received: string;
};

/** The first trade at a price outside `minTicks` to `maxTicks` (both inclusive) as a fault, null when there is none. */
export function checkTrades(
  trades: readonly Trade[],
  range: { readonly minTicks: number; readonly maxTicks: number },
): TradeFault | null {
  for (const { price, sequence } of trades) {
    if (price >= range.minTicks && price <= range.maxTicks) continue;
    const expected = `ticks from ${range.minTicks} to ${range.maxTicks}`;
    return {
      kind: 'trade-fault',
      code: 'TRADE_TICK_OUT_OF_RANGE',
      expected,
      received: `${price} in trade ${sequence}`,
    };
  }
  return null;
}
