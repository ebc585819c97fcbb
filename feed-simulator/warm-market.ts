import { timestampMicros } from '../main/core/units/timestamp.ts';
import type { TimestampMicros } from '../main/core/units/timestamp.ts';
import type { InstrumentSpec } from './market-model/instrument-spec.ts';
import { historySizeScale } from './market-model/market-load.ts';
import { SimulatedMarket } from './market-model/simulated-market.ts';
import type { TradeRing } from './server/trade-ring.ts';
import { WARM_UP_MICROS, warmUp } from './server/warm-up.ts';

/** Level updates a second while two hours pass before opening: with what follows they must cost about a quarter second. */
const FIRST_RATE = 20;
/** From so long before opening on, which is what a chart of one second shows, more happens. */
const SECOND_STRETCH_MICROS = 12 * 60_000_000;
const SECOND_RATE = 80;
/** Of an instrument at least, so that many of them have a history too. */
const RATE_EACH = 0.3;
/** The last stretch is lived at the full load, so that the newest prints look like those to come. */
const LAST_STRETCH_UPDATES = 20_000;
const LAST_STRETCH_MICROS = 30_000_000;

/**
 * A market that has two hours behind it and stands at `openedAt`, with the trades of that time. Most of it is lived at a
 * low load with trades told larger in turn, so that the volume of a candle from before opening compares with one after.
 */
export function warmMarket(options: {
  seed: number;
  /** Level updates a second from `openedAt` on. */
  rate: number;
  specs: readonly InstrumentSpec[];
  openedAt: TimestampMicros;
}): { market: SimulatedMarket; history: TradeRing[] } {
  const { seed, rate, specs, openedAt } = options;
  const historyRate = (most: number): number => Math.min(rate, Math.max(most, specs.length * RATE_EACH));
  const market = new SimulatedMarket({
    seed,
    updatesPerSecond: historyRate(FIRST_RATE),
    startTime: timestampMicros(openedAt - WARM_UP_MICROS),
    instruments: specs,
  });
  const last = Math.min(LAST_STRETCH_MICROS, Math.floor((LAST_STRETCH_UPDATES / rate) * 1_000_000));
  const stretches = [
    { updates: historyRate(FIRST_RATE), beforeOpening: SECOND_STRETCH_MICROS },
    { updates: historyRate(SECOND_RATE), beforeOpening: last },
    { updates: rate, beforeOpening: 0 },
  ];
  const history = warmUp(
    {
      instruments: specs,
      advanceTo: (until, emit) => {
        for (const { updates, beforeOpening } of stretches) {
          market.setRate(updates, { sizeScale: historySizeScale(rate, updates) });
          market.advanceTo(timestampMicros(until - beforeOpening), emit);
        }
      },
    },
    openedAt,
  );
  return { market, history };
}
