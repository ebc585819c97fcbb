import type { Instrument, InstrumentState } from '../../main/core/instrument/instrument.ts';
import type { PriceTicks } from '../../main/core/units/price.ts';
import type { SizeLots } from '../../main/core/units/size.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';

/** One fill, as the tape shows it. */
export type SimulatedTrade = {
  readonly price: PriceTicks;
  readonly size: SizeLots;
  readonly aggressorSide: 'buy' | 'sell';
  readonly venueTime: TimestampMicros;
};

/** What one order did to a book: the levels that changed and the trades that changed them. */
type BookChange = {
  readonly kind: 'book';
  /** Index of the instrument in `SimulatedMarket.instruments`. */
  readonly instrument: number;
  readonly venueTime: TimestampMicros;
  /** Flat `[tick * 2 + side, lots, ...]`: final absolute sizes, each key once, 0 for a level that is gone. */
  readonly levels: number[];
  /** In the order of the fills; none for an order that only rests or is cancelled. */
  readonly trades: readonly SimulatedTrade[];
};

/** An instrument is halted, closed or trading again. Its book stays as it is. */
type StateChange = {
  readonly kind: 'state';
  readonly instrument: number;
  readonly venueTime: TimestampMicros;
  readonly state: InstrumentState;
  readonly reason: string;
};

/** New ticks: the old book is void, the new one stands in `levels`, bids best first, then asks best first. */
type TermsChange = {
  readonly kind: 'terms';
  readonly instrument: number;
  readonly venueTime: TimestampMicros;
  readonly definition: Instrument;
  readonly levels: number[];
};

export type MarketChange = BookChange | StateChange | TermsChange;
export type EmitChange = (change: MarketChange) => void;
