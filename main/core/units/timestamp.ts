declare const microsecondsBrand: unique symbol;

/** Integer microseconds since the Unix epoch, below 2^53. `venueTime`, `sentTime` and `receivedTime` are of this type. */
export type TimestampMicros = number & { readonly [microsecondsBrand]: 'TimestampMicros' };

export function isTimestampMicros(value: unknown): value is TimestampMicros {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** @throws RangeError when `value` is not an integer from 0 to 2^53 - 1 */
export function timestampMicros(value: number): TimestampMicros {
  if (!isTimestampMicros(value)) throw new RangeError(`expected integer microseconds, received ${value}`);
  return value;
}
