import type { PriceTicks } from '../units/price.ts';

/** What kind of market an instrument trades like; decides words and defaults on the screen, nothing in the book. */
export type InstrumentKind = 'crypto' | 'equity' | 'future';

/** `halted`: the venue accepts no matching just now; the book stands still and is still right. */
export type InstrumentState = 'trading' | 'halted' | 'closed';

/** The thing traded, as the venue announces it. Names are the venue's own spelling, such as `BTC-USD`. */
export type Instrument = {
  readonly id: InstrumentId;
  readonly name: string;
  readonly kind: InstrumentKind;
  /** Currency of the price, ISO 4217 or a coin's code. */
  readonly currency: string;
  /** Tick size is `tickUnits * 10^-priceDigits`: 25 and 2 mean 0.25. Integer from 1 to 10^6. */
  readonly tickUnits: number;
  /** Decimals a price is shown with, 0 to 12. */
  readonly priceDigits: number;
  /** Lot size is `lotUnits * 10^-sizeDigits`. Integer from 1 to 10^6. */
  readonly lotUnits: number;
  /** Decimals a size is shown with, 0 to 12. */
  readonly sizeDigits: number;
  /** Prices outside [minTicks, maxTicks] are faults of the feed. */
  readonly minTicks: PriceTicks;
  readonly maxTicks: PriceTicks;
  readonly state: InstrumentState;
};

declare const instrumentIdBrand: unique symbol;
/** The venue's identifier of an instrument, 1 to 32 characters of `A-Z 0-9 . - _ /`. */
export type InstrumentId = string & { readonly [instrumentIdBrand]: 'InstrumentId' };

const INSTRUMENT_ID = /^[A-Z0-9.\-_/]{1,32}$/;

export function isInstrumentId(value: unknown): value is InstrumentId {
  return typeof value === 'string' && INSTRUMENT_ID.test(value);
}

/** @throws RangeError when `value` is not 1 to 32 characters of `A-Z 0-9 . - _ /` */
export function instrumentId(value: string): InstrumentId {
  if (!isInstrumentId(value))
    throw new RangeError(`expected an instrument id, received ${JSON.stringify(value)}`);
  return value;
}
