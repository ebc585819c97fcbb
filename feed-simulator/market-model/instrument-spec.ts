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
  /** Price at the start, around which it comes back over hours. */
  readonly startTicks: number;
  /** Level updates a second at rate 1, roughly: what the order flow is tuned to. */
  readonly updatesPerSecond: number;
  /** Standard deviation of the reference price in 1/1024 tick per 100 ms, in the middling regime. */
  readonly volatility: number;
  /** Lots of the size most orders have; sizes are mostly whole multiples. */
  readonly sizeUnit: number;
  /** Share of orders with a size of no round number, in 256ths. */
  readonly oddSizes256: number;
  /** Share of events that are market orders of uninformed traders, in 1024ths. */
  readonly marketOrders1024: number;
  readonly depth: DepthBand;
  readonly halt: HaltTerms;
};

/** Most levels a side, by the protocol's promise of 200 to 1,000. */
const MOST_LEVELS = 1_000;

/** @throws RangeError naming the instrument and the field when a spec cannot make a market */
export function requireSpec(spec: InstrumentSpec): void {
  const { depth, terms } = spec;
  const range = (what: string, value: number, low: number, high: number): void => {
    if (!Number.isInteger(value) || value < low || value > high)
      throw new RangeError(`expected ${what} of ${terms.id} from ${low} to ${high}, received ${value}`);
  };
  range('depth.least', depth.least, 1, MOST_LEVELS);
  range('depth.most', depth.most, depth.least, MOST_LEVELS);
  range('updatesPerSecond', spec.updatesPerSecond, 1, 10_000);
  range('volatility', spec.volatility, 0, 1_000_000);
  range('sizeUnit', spec.sizeUnit, 1, 1_000_000);
  range('oddSizes256', spec.oddSizes256, 0, 256);
  range('marketOrders1024', spec.marketOrders1024, 0, 1_024);
  range('halt.moveBasisPoints', spec.halt.moveBasisPoints, 1, 1_000_000);
  range('halt.windowMicros', spec.halt.windowMicros, 1_000, 86_400_000_000);
  range('halt.haltMicros', spec.halt.haltMicros, 1, 86_400_000_000);
  requireRoom(spec);
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
    volatility: Math.max(1, Math.floor(scaled(spec.volatility))),
  };
  requireRoom(other);
  return other;
}

/**
 * A reference price never leaves half to twice the start price; a side of the book has to fit between that and the
 * valid prices.
 *
 * @throws RangeError when it does not
 */
function requireRoom(spec: InstrumentSpec): void {
  const { terms, startTicks } = spec;
  const room = Math.min(Math.floor(startTicks / 2) - terms.minTicks, terms.maxTicks - startTicks * 2);
  const needed = bookReach(spec.depth);
  if (room < needed)
    throw new RangeError(`expected room for ${needed} ticks at either end of ${terms.id}, received ${room}`);
}
