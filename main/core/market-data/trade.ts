import type { PriceTicks } from '../units/price.ts';
import type { SizeLots } from '../units/size.ts';
import type { TimestampMicros } from '../units/timestamp.ts';

/** Who crossed the spread. */
export type AggressorSide = 'buy' | 'sell' | 'unknown';

/** One print. `sequence` counts the instrument's trades from 1 without holes; `tradeId` is unique at the venue. */
export type Trade = {
  readonly sequence: number;
  readonly tradeId: number;
  readonly price: PriceTicks;
  readonly size: SizeLots;
  readonly aggressorSide: AggressorSide;
  readonly venueTime: TimestampMicros;
};
