import { MAX_PRICE_TICKS } from '../core/units/price.ts';

/** Integers a candle takes: startTime, open, high, low, close, volume, buyVolume, trades. */
export const CANDLE_LENGTH = 8;
const MICROS_PER_MS = 1_000;

/**
 * What a schema cannot say of flat candles: whole ones, starting at multiples of the interval, oldest first, with prices,
 * volumes and counts at peace with each other.
 *
 * @param candles integers from 0 to 2^53 - 1 (the schema saw to that)
 * @returns '' when all is well, else what is wrong and where
 */
export function candlesFault(candles: readonly number[], intervalMs: number): string {
  if (candles.length % CANDLE_LENGTH !== 0)
    return `expected ${CANDLE_LENGTH} integers for each candle, received ${candles.length}`;
  let lastStart = -1;
  for (let i = 0; i < candles.length; i += CANDLE_LENGTH) {
    const start = candles[i] ?? 0;
    if (start % (intervalMs * MICROS_PER_MS) !== 0)
      return `expected a start at a multiple of ${intervalMs} ms at ${i}, received ${start}`;
    if (start <= lastStart) return `expected a start after ${lastStart} at ${i}, received ${start}`;
    lastStart = start;
    const fault = candleFault(candles, i);
    if (fault !== '') return fault;
  }
  return '';
}

/** Of the one candle that begins at `i`. */
function candleFault(candles: readonly number[], i: number): string {
  const at = (place: number): number => candles[i + place] ?? 0;
  const [open, high, low, close, volume, buyVolume, trades] = [
    at(1),
    at(2),
    at(3),
    at(4),
    at(5),
    at(6),
    at(7),
  ];
  if (high > MAX_PRICE_TICKS)
    return `expected a price up to ${MAX_PRICE_TICKS} at ${i + 2}, received ${high}`;
  if (high < Math.max(open, close))
    return `expected a high from ${Math.max(open, close)} at ${i + 2}, received ${high}`;
  if (low > Math.min(open, close))
    return `expected a low up to ${Math.min(open, close)} at ${i + 3}, received ${low}`;
  if (volume === 0) return `expected a volume above 0 at ${i + 5}, received 0`;
  if (buyVolume > volume) return `expected at most ${volume} lots bought at ${i + 6}, received ${buyVolume}`;
  return trades === 0 ? `expected 1 trade or more at ${i + 7}, received 0` : '';
}
