/**
 * What a market is in the middle of. `flashCrash` falls, stands and recovers; `halt` is a pause in trading after which
 * the instrument opens anew.
 */
export const REGIME_NAMES = ['calm', 'fast', 'trending', 'opening', 'flashCrash', 'halt'] as const;
export type RegimeName = (typeof REGIME_NAMES)[number];

/** What a regime does to the order flow and to the price, each against the usual 1. */
export type RegimeTraits = {
  /** Orders that come of themselves. */
  readonly activity: number;
  /** Standard deviation of the price's own moves. */
  readonly volatility: number;
  /** How many orders makers keep at a price, in 16ths. */
  readonly liquidity16: number;
  /** How often the impatient take, in 16ths. */
  readonly takers16: number;
};

type RegimeRule = RegimeTraits & {
  /** How often it follows another, among `ALL_WEIGHTS`. */
  readonly weight: number;
  readonly leastSeconds: number;
  readonly mostSeconds: number;
};

/**
 * Somebody who watches for some minutes sees calm, fast and trending; of twelve instruments four a day or so crash, and
 * as many are halted. The opening burst is not drawn: it follows
 * every halt and closing.
 */
// prettier-ignore
export const REGIMES: Readonly<Record<RegimeName, RegimeRule>> = {
  calm:       { activity: 0.75, volatility: 0.85, liquidity16: 16, takers16: 14, weight: 2_400, leastSeconds: 40, mostSeconds: 240 },
  fast:       { activity: 1.9,  volatility: 1.5,  liquidity16: 13, takers16: 20, weight: 900,   leastSeconds: 20, mostSeconds: 90 },
  trending:   { activity: 1.2,  volatility: 1.1,  liquidity16: 16, takers16: 18, weight: 792,   leastSeconds: 40, mostSeconds: 180 },
  opening:    { activity: 2.6,  volatility: 2.4,  liquidity16: 11, takers16: 24, weight: 0,     leastSeconds: 60, mostSeconds: 120 },
  flashCrash: { activity: 3.2,  volatility: 2.2,  liquidity16: 6,  takers16: 30, weight: 2,     leastSeconds: 90, mostSeconds: 300 },
  halt:       { activity: 1,    volatility: 0,    liquidity16: 16, takers16: 16, weight: 2,     leastSeconds: 15, mostSeconds: 60 },
};
export const ALL_WEIGHTS = 4_096;

/** Mean of `activity` over the time an instrument spends in each regime, so that the load asked for is the mean load. */
export const MEAN_ACTIVITY: number = ((): number => {
  let time = 0;
  let orders = 0;
  for (const name of REGIME_NAMES) {
    const { activity, weight, leastSeconds, mostSeconds } = REGIMES[name];
    if (name === 'halt') continue;
    time += weight * (leastSeconds + mostSeconds);
    orders += weight * (leastSeconds + mostSeconds) * activity;
  }
  return orders / time;
})();
