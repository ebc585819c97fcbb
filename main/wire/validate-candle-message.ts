import type { CandleHistory, Candles, VenueCandle } from '../core/market-data/market-event.ts';
import { priceTicks } from '../core/units/price.ts';
import { sizeLots } from '../core/units/size.ts';
import { timestampMicros } from '../core/units/timestamp.ts';
import { CANDLE_LENGTH, candlesFault } from './flat-candle-checks.ts';
import * as schema from './message-validators.generated.mjs';
import { badField } from './schema-fault.ts';
import { wireError, type WireError } from './wire-error.ts';

export function validateCandles(value: unknown): Candles | WireError {
  if (!schema.candles(value)) return badField('candles', value, schema.candles);
  const { epoch, subscription, instrument, intervalMs, previousSequence, sequence, isSnapshot } = value;
  const sequencesWrong = sequencesFault(isSnapshot, previousSequence, sequence);
  if (sequencesWrong !== '') return wireError('WIRE_BAD_SEQUENCE', sequencesWrong, value);
  const fault = candlesFault(value.candles, intervalMs);
  if (fault !== '') return wireError('WIRE_BAD_CANDLES', `candles: ${fault}`, value);
  return {
    type: 'candles',
    epoch,
    subscription,
    instrument,
    intervalMs,
    previousSequence,
    sequence,
    isSnapshot,
    candles: candlesFrom(value.candles),
    venueTime: value.venueTime,
    sentTime: value.sentTime,
  };
}

export function validateCandleHistory(value: unknown): CandleHistory | WireError {
  if (!schema.candleHistory(value)) return badField('candle-history', value, schema.candleHistory);
  const { id, epoch, instrument, intervalMs, sequence, isLast } = value;
  const fault = candlesFault(value.candles, intervalMs);
  if (fault !== '') return wireError('WIRE_BAD_CANDLES', `candle-history: ${fault}`, value);
  const candles = candlesFrom(value.candles);
  return { type: 'candle-history', id, epoch, instrument, intervalMs, sequence, candles, isLast };
}

/** A snapshot of a market without a trade stands at 0, so it need not be above what was before. */
function sequencesFault(isSnapshot: boolean, previousSequence: number, sequence: number): string {
  if (isSnapshot)
    return previousSequence === 0
      ? ''
      : `expected candles in a snapshot from sequence 0, received ${previousSequence}`;
  return sequence > previousSequence
    ? ''
    : `expected candles to a sequence above ${previousSequence}, received ${sequence}`;
}

/** Only for arrays that {@link candlesFault} found right. */
function candlesFrom(flat: readonly number[]): VenueCandle[] {
  const candles: VenueCandle[] = [];
  for (let i = 0; i < flat.length; i += CANDLE_LENGTH)
    candles.push({
      startTime: timestampMicros(flat[i] ?? 0),
      open: priceTicks(flat[i + 1] ?? 0),
      high: priceTicks(flat[i + 2] ?? 0),
      low: priceTicks(flat[i + 3] ?? 0),
      close: priceTicks(flat[i + 4] ?? 0),
      volume: sizeLots(flat[i + 5] ?? 0),
      buyVolume: sizeLots(flat[i + 6] ?? 0),
      trades: flat[i + 7] ?? 0,
    });
  return candles;
}
