import type { Ticker } from '../core/market-data/market-event.ts';
import * as schema from './message-validators.generated.mjs';
import { badField } from './schema-fault.ts';
import { received, wireError, type WireError } from './wire-error.ts';

export function validateTicker(value: unknown): Ticker | WireError {
  if (!schema.ticker(value)) return badField('ticker', value, schema.ticker);
  const { previousSequence, sequence } = value;
  if (sequence <= previousSequence)
    return wireError(
      'WIRE_BAD_SEQUENCE',
      `expected a ticker to a sequence above ${previousSequence}, received ${sequence}`,
      value,
    );
  const fault = touchFault(value) || lastFault(value) || dayFault(value);
  if (fault !== '') return wireError('WIRE_BAD_TICKER', `ticker: ${fault}`, value);
  return knownFields(value);
}

function touchFault({ bid, bidSize, ask, askSize }: Ticker): string {
  if (bid !== null && ask !== null && bid >= ask) return `expected a bid below ${ask}, received ${bid}`;
  return sizeFault('bid', bid, bidSize) || sizeFault('ask', ask, askSize);
}

/** The last trade, if there was one since `dayStart`, is of that time. */
function lastFault({ last, lastSize, high, low }: Ticker): string {
  if (high !== null && low !== null && (last === null || last > high || last < low))
    return `expected a last price from ${low} to ${high}, received ${received(last)}`;
  return sizeFault('last', last, lastSize);
}

function dayFault({ open, high, low, volume, trades }: Ticker): string {
  if (open === null || high === null || low === null) {
    const isEmpty = open === null && high === null && low === null && volume === 0 && trades === 0;
    return isEmpty ? '' : 'expected open, high and low of a day with trades, and only of such a day';
  }
  if (open > high || open < low) return `expected an open price from ${low} to ${high}, received ${open}`;
  if (volume === 0 || trades === 0)
    return `expected volume and trades of a day that opened, received ${volume} and ${trades}`;
  return '';
}

function sizeFault(what: string, price: number | null, size: number): string {
  if ((price === null) === (size === 0)) return '';
  return price === null
    ? `expected size 0 where there is no ${what}, received ${size}`
    : `expected a size above 0 of the ${what}, received 0`;
}

function knownFields(value: Ticker): Ticker {
  const { epoch, subscription, instrument, previousSequence, sequence, bid, bidSize, ask, askSize } = value;
  const { last, lastSize, lastSide, open, high, low, volume, trades, dayStart, venueTime, sentTime } = value;
  return {
    type: 'ticker',
    epoch,
    subscription,
    instrument,
    previousSequence,
    sequence,
    bid,
    bidSize,
    ask,
    askSize,
    last,
    lastSize,
    lastSide,
    open,
    high,
    low,
    volume,
    trades,
    dayStart,
    venueTime,
    sentTime,
  };
}
