import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import type { MarketChange } from '../market-model/market-change.ts';
import { TradeRing, tradesKept } from './trade-ring.ts';

/** How much simulated time lies before opening, so that a chart has candles from the first moment. */
export const WARM_UP_MICROS = 2 * 3_600_000_000;

type WarmUpMarket = {
  readonly instruments: readonly unknown[];
  advanceTo(until: TimestampMicros, emit: (change: MarketChange) => void): void;
};

/**
 * Runs the market up to the moment the venue opens and keeps the trades. The books are not followed: the venue takes
 * them as they stand at the end.
 *
 * @returns one ring of trades per instrument, ids counting over all from 1
 */
export function warmUp(market: WarmUpMarket, until: TimestampMicros): TradeRing[] {
  const rings = market.instruments.map(() => new TradeRing(tradesKept(market.instruments.length)));
  let tradeId = 0;
  market.advanceTo(until, (change) => {
    const ring = rings[change.instrument];
    if (change.kind === 'terms') ring?.clear();
    if (change.kind !== 'book') return;
    for (const trade of change.trades) {
      tradeId += 1;
      ring?.append({ tradeId, ...trade });
    }
  });
  return rings;
}
