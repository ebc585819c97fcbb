import type { InstrumentId } from '../../main/core/instrument/instrument.ts';
import { bookReach, MOST_LEVELS, requireSpec, roomFor, type InstrumentSpec } from './instrument-spec.ts';
import { cryptoPair, equity, future } from './instrument-templates.ts';
import { inventedInstruments } from './invented-instruments.ts';
import { priceTicks } from '../../main/core/units/price.ts';

const QUARTER = { tickUnits: 25, priceDigits: 2 };

/**
 * The twelve instruments of the simulated venue: four like crypto pairs (small ticks, fractional lots), four like
 * equities (0.01 ticks, invented companies), four like futures (two with 0.25 ticks). Their activities are level updates
 * a second at the product's usual load of about 2,000 over all. Volatilities are those of real markets, or somewhat
 * below.
 */
// prettier-ignore
export const TWELVE_INSTRUMENTS: readonly InstrumentSpec[] = [
  cryptoPair('BTC-USD', 'Bitcoin', { tickUnits: 5, priceDigits: 1, lotUnits: 1, sizeDigits: 4 },
    { family: 'crypto', startTicks: 128_500, activity: 420, volatility: 760, sizeUnit: 200 }),
  cryptoPair('ETH-USD', 'Ether', { tickUnits: 5, priceDigits: 2, lotUnits: 1, sizeDigits: 3 },
    { family: 'crypto', startTicks: 62_840, activity: 330, volatility: 700, sizeUnit: 200 }),
  cryptoPair('SOL-USD', 'Solana', { tickUnits: 1, priceDigits: 2, lotUnits: 1, sizeDigits: 2 },
    { family: 'crypto', startTicks: 14_832, activity: 230, volatility: 560, sizeUnit: 500 }),
  cryptoPair('XRP-USD', 'XRP', { tickUnits: 1, priceDigits: 4, lotUnits: 1, sizeDigits: 1 },
    { family: 'crypto', startTicks: 5_234, activity: 140, volatility: 240, sizeUnit: 1_000 }),
  equity('ARVN', 'Arven Semiconductor',
    { family: 'technology', startTicks: 18_742, activity: 150, volatility: 560 }),
  equity('KELP', 'Kelpwater Foods', { family: 'consumer', startTicks: 9_416, activity: 100, volatility: 260 }),
  equity('NOVA', 'Novaline Robotics', { family: 'technology', startTicks: 31_285, activity: 80, volatility: 560 }),
  equity('TRNS', 'Transhaven Rail', { family: 'transport', startTicks: 5_127, activity: 70, volatility: 140 }),
  future('ESZ6', 'E-mini 500 Dec 2026', QUARTER,
    { family: 'index futures', startTicks: 23_604, activity: 190, volatility: 260, sizeUnit: 2 }),
  future('NQZ6', 'E-mini Tech 100 Dec 2026', QUARTER,
    { family: 'index futures', startTicks: 84_310, activity: 140, volatility: 760, sizeUnit: 1 }),
  future('CLZ6', 'Crude Oil Dec 2026', { tickUnits: 1, priceDigits: 2 },
    { family: 'energy', startTicks: 7_134, activity: 85, volatility: 180, sizeUnit: 1 }),
  future('GCZ6', 'Gold Dec 2026', { tickUnits: 10, priceDigits: 2 },
    { family: 'metals', startTicks: 26_518, activity: 75, volatility: 300, sizeUnit: 1 }),
];

const MOST_INSTRUMENTS = 200;
/** A deep book wanders below the levels asked for by this part of them, so that not every order adds or cuts one. */
const DEEP_SLACK = 20;
const LEAST_DEEP = 20;
/**
 * Levels a side that the deep ones may have together: 20 times 20,000, for which the market takes some 170 MB. Each
 * such book takes 6 MB here, the 200 instruments as they are 43 MB together.
 */
const MOST_DEEP_TOGETHER = 400_000;
const FINER_TICKS = [1, 2, 5, 10, 20, 50, 100] as const;

/** Activity by rank, roughly Zipf's law: the twelve are over a third of all that happens among 200. */
function activityOf(rank: number): number {
  return Math.round(2_400 / (rank + 24));
}

/**
 * The first `count` instruments of the simulated venue, always the same: the twelve, then invented ones of the same
 * kinds in families (pairs, equities by sector, futures of several months), each less busy than the one before.
 *
 * @param count 1 to 200
 * @param deep these keep about `levels` (20 to 20,000) a side, with finer ticks where their price leaves no room
 * @throws RangeError for a number out of range, an id that is not among them, or more than 400,000 levels a side over
 *   all deep ones together
 */
export function instrumentSpecs(
  count: number,
  deep: { readonly ids: readonly InstrumentId[]; readonly levels: number } = { ids: [], levels: LEAST_DEEP },
): readonly InstrumentSpec[] {
  if (!Number.isInteger(count) || count < 1 || count > MOST_INSTRUMENTS)
    throw new RangeError(`expected 1 to ${MOST_INSTRUMENTS} instruments, received ${count}`);
  const first = TWELVE_INSTRUMENTS.length + 1;
  const specs = [...TWELVE_INSTRUMENTS, ...inventedInstruments(first, activityOf)].slice(0, count);
  if (!Number.isInteger(deep.levels) || deep.levels < LEAST_DEEP || deep.levels > MOST_LEVELS)
    throw new RangeError(`expected ${LEAST_DEEP} to ${MOST_LEVELS} levels a side, received ${deep.levels}`);
  const together = new Set(deep.ids).size * deep.levels;
  if (together > MOST_DEEP_TOGETHER)
    throw new RangeError(
      `expected deep books of ${MOST_DEEP_TOGETHER} levels a side together, received ${together}`,
    );
  const unknown = deep.ids.find((id) => !specs.some((spec) => spec.terms.id === id));
  if (unknown !== undefined)
    throw new RangeError(`expected one of ${count} instruments, received ${unknown}`);
  return specs.map((spec) => (deep.ids.includes(spec.terms.id) ? deepened(spec, deep.levels) : spec));
}

/** The same instrument with about so many levels a side. */
function deepened(spec: InstrumentSpec, levels: number): InstrumentSpec {
  const depth = { least: levels - Math.ceil(levels / DEEP_SLACK), most: levels };
  for (const times of FINER_TICKS) {
    const finer = { ...onFinerTicks(spec, times), depth };
    if (roomFor(finer) < bookReach(depth)) continue;
    requireSpec(finer);
    return finer;
  }
  throw new RangeError(
    `expected room for ${levels} levels of ${spec.terms.id}, found none on ticks a hundredth of its own`,
  );
}

/** The same prices on ticks `times` smaller: shown with a digit or two more. */
function onFinerTicks(spec: InstrumentSpec, times: (typeof FINER_TICKS)[number]): InstrumentSpec {
  const digits = times === 1 ? 0 : times <= 10 ? 1 : 2;
  const { terms } = spec;
  return {
    ...spec,
    terms: {
      ...terms,
      tickUnits: (terms.tickUnits * 10 ** digits) / times,
      priceDigits: terms.priceDigits + digits,
      minTicks: priceTicks(terms.minTicks * times),
      maxTicks: priceTicks(terms.maxTicks * times),
    },
    startTicks: spec.startTicks * times,
    volatility: spec.volatility * times,
  };
}
