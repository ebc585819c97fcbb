import { timestampMicros } from '../main/core/units/timestamp.ts';
import type { TimestampMicros } from '../main/core/units/timestamp.ts';
import type { InstrumentSpec } from './market-model/instrument-spec.ts';
import { historySizeScale } from './market-model/market-load.ts';
import { SimulatedMarket } from './market-model/simulated-market.ts';
import type { TradeRing } from './server/trade-ring.ts';
import { WARM_UP_MICROS, warmUp } from './server/warm-up.ts';

/** Level updates a second while two hours pass before opening: they must cost well under a second. */
const WARM_UP_RATE = 100;
/** Of an instrument, so that many of them have a history too. */
const WARM_UP_RATE_EACH = 0.3;
/** The last stretch is lived at the full load, so that the newest prints look like those to come. */
const LAST_STRETCH_UPDATES = 60_000;
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
  const warmRate = Math.min(rate, Math.max(WARM_UP_RATE, specs.length * WARM_UP_RATE_EACH));
  const market = new SimulatedMarket({
    seed,
    updatesPerSecond: warmRate,
    startTime: timestampMicros(openedAt - WARM_UP_MICROS),
    instruments: specs,
  });
  market.setRate(warmRate, { sizeScale: historySizeScale(rate, warmRate) });
  const last = Math.min(LAST_STRETCH_MICROS, Math.floor((LAST_STRETCH_UPDATES / rate) * 1_000_000));
  const history = warmUp(
    {
      instruments: specs,
      advanceTo: (until, emit) => {
        market.advanceTo(timestampMicros(until - last), emit);
        market.setRate(rate);
        market.advanceTo(until, emit);
      },
    },
    openedAt,
  );
  return { market, history };
}
