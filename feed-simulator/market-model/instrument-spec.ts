import type { Instrument } from '../../main/core/instrument/instrument.ts';
import { priceTicks } from '../../main/core/units/price.ts';

/** How deep one side of a book is kept, in levels. Both bounds hold after every change the market emits. */
type DepthBand = { readonly least: number; readonly most: number };

/** When an instrument is halted: it moved more than `moveBasisPoints` within `windowMicros`. */
export type HaltTerms = {
  /** Hundredths of a percent, above 0. */
  readonly moveBasisPoints: number;
  readonly windowMicros: number;
  /** How long the halt lasts. */
  readonly haltMicros: number;
};

/** An instrument and how its market behaves. */
export type InstrumentSpec = {
  /** The terms it starts with. */
  readonly terms: Instrument;
  /** Instruments of one family move together. */
  readonly family: string;
  /** Share of the price's variance that comes from the factor of all and from that of the family; together below 1. */
  readonly sharedMoves: { readonly market: number; readonly family: number };
  /** Price at the start, around which it comes back over days. */
  readonly startTicks: number;
  /** How busy it is beside the others: its part of the market's level updates is this over the sum of all. */
  readonly activity: number;
  /** Standard deviation of the reference price in 1/1024 tick per 100 ms, in the mean. */
  readonly volatility: number;
  /** Orders that each order brings in the mean, in 256ths, below 1: how much the flow excites itself. */
  readonly branching256: number;
  /** Most pieces a large order is split into; 1 leaves trade signs without memory. */
  readonly longestParent: number;
  /** Lots of the size most orders have; sizes are mostly whole multiples. */
  readonly sizeUnit: number;
  /** Share of orders with a size of no round number, in 256ths. */
  readonly oddSizes256: number;
  /** Share of events that are market orders of uninformed traders, in 1024ths. */
  readonly marketOrders1024: number;
  readonly depth: DepthBand;
  readonly halt: HaltTerms;
};

/** Most levels a side. */
export const MOST_LEVELS = 20_000;
const MOST_PARENT = 100_000;
const MOST_VOLATILITY = 1_000_000;

/**
 * Orders resting in one book, at most: twice what the deepest band holds in the mean. With its queues and ranks an
 * order costs 28 bytes and a level 40, so a book of 20,000 levels a side takes 6 MB and one of 320 under 0.3 MB.
 */
export function mostOrders(depth: DepthBand): number {
  return depth.most < 1_000 ? depth.most * 18 : 10_000 + depth.most * 8;
}

/** @throws RangeError naming the instrument and the field when a spec cannot make a market */
export function requireSpec(spec: InstrumentSpec): void {
  const { depth, terms } = spec;
  const range = (what: string, value: number, low: number, high: number): void => {
    if (!Number.isInteger(value) || value < low || value > high)
      throw new RangeError(`expected ${what} of ${terms.id} from ${low} to ${high}, received ${value}`);
  };
  range('depth.least', depth.least, 1, MOST_LEVELS);
  range('depth.most', depth.most, depth.least, MOST_LEVELS);
  range('activity', spec.activity, 1, 10_000);
  range('volatility', spec.volatility, 0, MOST_VOLATILITY);
  range('branching256', spec.branching256, 0, 240);
  range('longestParent', spec.longestParent, 1, MOST_PARENT);
  requireShares(spec);
  range('sizeUnit', spec.sizeUnit, 1, 1_000_000);
  range('oddSizes256', spec.oddSizes256, 0, 256);
  range('marketOrders1024', spec.marketOrders1024, 0, 1_024);
  range('halt.moveBasisPoints', spec.halt.moveBasisPoints, 1, 1_000_000);
  range('halt.windowMicros', spec.halt.windowMicros, 1_000, 86_400_000_000);
  range('halt.haltMicros', spec.halt.haltMicros, 1, 86_400_000_000);
  requireRoom(spec);
}

/** Ticks left for one side of a book between the valid prices and the furthest a reference price goes. */
export function roomFor({ terms, startTicks }: InstrumentSpec): number {
  return Math.min(Math.floor(startTicks / 2) - terms.minTicks, terms.maxTicks - startTicks * 2);
}

/** Ticks one side may span: half as many again as its deepest, because far levels have gaps between them. */
export function bookReach(depth: DepthBand): number {
  return Math.ceil((depth.most * 3) / 2);
}

/**
 * The same market on ticks of `tickUnits * 10^-priceDigits`: prices keep their value, rounded down to the new ticks.
 *
 * @throws RangeError when `tickUnits` is not an integer from 1 to 10^6 or a book does not fit on such ticks
 */
export function specOnOtherTicks(spec: InstrumentSpec, tickUnits: number): InstrumentSpec {
  if (!Number.isInteger(tickUnits) || tickUnits < 1 || tickUnits > 1_000_000)
    throw new RangeError(`expected tick units from 1 to 1000000, received ${tickUnits}`);
  const { terms } = spec;
  const scaled = (ticks: number): number => (ticks * terms.tickUnits) / tickUnits;
  const other = {
    ...spec,
    terms: {
      ...terms,
      tickUnits,
      minTicks: priceTicks(Math.ceil(scaled(terms.minTicks))),
      maxTicks: priceTicks(Math.floor(scaled(terms.maxTicks))),
    },
    startTicks: Math.floor(scaled(spec.startTicks)),
    volatility: Math.min(MOST_VOLATILITY, Math.max(1, Math.floor(scaled(spec.volatility)))),
  };
  requireRoom(other);
  return other;
}

/** @throws RangeError when nothing is left for the moves of its own */
function requireShares({ terms, sharedMoves: { market, family } }: InstrumentSpec): void {
  if (!(market >= 0 && family >= 0 && market + family < 1))
    throw new RangeError(
      `expected sharedMoves of ${terms.id} from 0 to below 1, received ${market} and ${family}`,
    );
}

/**
 * A reference price never leaves half to twice the start price; a side of the book has to fit between that and the
 * valid prices.
 *
 * @throws RangeError when it does not
 */
function requireRoom(spec: InstrumentSpec): void {
  const { terms } = spec;
  const room = roomFor(spec);
  const needed = bookReach(spec.depth);
  if (room < needed)
    throw new RangeError(`expected room for ${needed} ticks at either end of ${terms.id}, received ${room}`);
}
