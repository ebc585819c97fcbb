declare const ticksBrand: unique symbol;

/** A price as whole ticks of its instrument: an integer from 0 to {@link MAX_PRICE_TICKS}. Never a decimal price. */
export type PriceTicks = number & { readonly [ticksBrand]: 'PriceTicks' };

/** Highest price in ticks, 2^30 - 1, so that `ticks * 2 + side` is still a 31-bit integer. */
export const MAX_PRICE_TICKS = 0x3fff_ffff;

export function isPriceTicks(value: unknown): value is PriceTicks {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_PRICE_TICKS;
}

/** @throws RangeError when `value` is not an integer from 0 to 2^30 - 1 (a programmer's error, not bad input) */
export function priceTicks(value: number): PriceTicks {
  if (!isPriceTicks(value))
    throw new RangeError(`expected whole ticks from 0 to ${MAX_PRICE_TICKS}, received ${value}`);
  return value;
}
