import { instrumentId, type InstrumentKind } from '../../main/core/instrument/instrument.ts';
import { priceTicks } from '../../main/core/units/price.ts';
import type { InstrumentSpec } from './instrument-spec.ts';

type Terms = { tickUnits: number; priceDigits: number; lotUnits: number; sizeDigits: number };
type Behaviour = Omit<InstrumentSpec, 'terms' | 'halt' | 'branching256' | 'longestParent'>;
/** What differs among instruments of one kind. */
export type Own = Pick<InstrumentSpec, 'family' | 'startTicks' | 'activity' | 'volatility'>;

/** Far beyond the usual: the busiest of the twelve moves about half a percent in five minutes. */
const HALT = { moveBasisPoints: 500, windowMicros: 300_000_000, haltMicros: 15_000_000 };

/** Prices are valid from an eighth of the start price to eight times it. */
const PRICE_LIMIT_FACTOR = 8;

/** Most events come of others (Filimonov and Sornette, Physical Review E, 2012, find 0.3 to 0.8 of them). */
const BRANCHING_256 = 154;
const LONGEST_PARENT = 3_000;

function spec(
  kind: InstrumentKind,
  name: { readonly id: string; readonly text: string; readonly currency: string },
  terms: Terms,
  behaviour: Behaviour,
): InstrumentSpec {
  return {
    terms: {
      id: instrumentId(name.id),
      name: name.text,
      kind,
      currency: name.currency,
      ...terms,
      minTicks: priceTicks(Math.ceil(behaviour.startTicks / PRICE_LIMIT_FACTOR)),
      maxTicks: priceTicks(behaviour.startTicks * PRICE_LIMIT_FACTOR),
      state: 'trading',
    },
    ...behaviour,
    branching256: BRANCHING_256,
    longestParent: LONGEST_PARENT,
    halt: HALT,
  };
}

/** A pair like those of crypto venues: small ticks, fractional lots, deep books; its id ends in its currency. */
export function cryptoPair(
  id: string,
  text: string,
  terms: Terms,
  own: Own & Pick<InstrumentSpec, 'sizeUnit'>,
  depth: InstrumentSpec['depth'] = { least: 440, most: 620 },
): InstrumentSpec {
  const currency = id.slice(id.indexOf('-') + 1);
  const sharedMoves = { market: 0.2, family: 0.5 };
  return spec('crypto', { id, text, currency }, terms, {
    ...own,
    sharedMoves,
    oddSizes256: 180,
    marketOrders1024: 36,
    depth,
  });
}

/** A share of an invented company: ticks of a cent, lots of one share, sizes mostly of a hundred. */
export function equity(id: string, text: string, own: Own): InstrumentSpec {
  const terms = { tickUnits: 1, priceDigits: 2, lotUnits: 1, sizeDigits: 0 };
  return spec('equity', { id, text, currency: 'USD' }, terms, {
    ...own,
    sharedMoves: { market: 0.25, family: 0.35 },
    sizeUnit: 100,
    oddSizes256: 60,
    marketOrders1024: 44,
    depth: { least: 240, most: 320 },
  });
}

/** A contract of one month, in lots of one. */
export function future(
  id: string,
  text: string,
  terms: Pick<Terms, 'tickUnits' | 'priceDigits'>,
  own: Own & Pick<InstrumentSpec, 'sizeUnit'>,
): InstrumentSpec {
  return spec(
    'future',
    { id, text, currency: 'USD' },
    { ...terms, lotUnits: 1, sizeDigits: 0 },
    {
      ...own,
      sharedMoves: { market: 0.2, family: 0.5 },
      oddSizes256: 40,
      marketOrders1024: 52,
      depth: { least: 220, most: 300 },
    },
  );
}
