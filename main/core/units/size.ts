declare const lotsBrand: unique symbol;

/** A size (or a sum of sizes) as whole lots of its instrument: an integer from 0 to 2^53 - 1. Never a decimal quantity. */
export type SizeLots = number & { readonly [lotsBrand]: 'SizeLots' };

export function isSizeLots(value: unknown): value is SizeLots {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** @throws RangeError when `value` is not an integer from 0 to 2^53 - 1 (a programmer's error, not bad input) */
export function sizeLots(value: number): SizeLots {
  if (!isSizeLots(value)) throw new RangeError(`expected whole lots from 0 to 2^53 - 1, received ${value}`);
  return value;
}
