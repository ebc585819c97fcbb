import { instrumentId } from '../../main/core/instrument/instrument.ts';
import type {
  CandleHistory,
  Candles,
  GoingAway,
  Ticker,
  VenueCandle,
} from '../../main/core/market-data/market-event.ts';
import { priceTicks } from '../../main/core/units/price.ts';
import { sizeLots } from '../../main/core/units/size.ts';
import { timestampMicros } from '../../main/core/units/timestamp.ts';
import { EPOCH, NOON } from './market-events.ts';

/** A market whose touch is 499 to 501 after one trade of the day, at 500. */
export function aTicker(changes: Partial<Ticker> = {}): Ticker {
  const price = priceTicks(500);
  const size = sizeLots(1);
  return {
    type: 'ticker',
    epoch: EPOCH,
    subscription: 3,
    instrument: instrumentId('ESZ6'),
    previousSequence: 0,
    sequence: 1,
    bid: priceTicks(499),
    bidSize: size,
    ask: priceTicks(501),
    askSize: size,
    last: price,
    lastSize: size,
    lastSide: 'buy',
    open: price,
    high: price,
    low: price,
    volume: size,
    trades: 1,
    dayStart: NOON,
    venueTime: NOON,
    sentTime: NOON,
    ...changes,
  };
}

/** A minute of one trade, `index` minutes after noon. */
function aCandle(index: number): VenueCandle {
  const price = priceTicks(500 + index);
  return {
    startTime: timestampMicros(NOON + index * 60_000_000),
    open: price,
    high: price,
    low: price,
    close: price,
    volume: sizeLots(1),
    buyVolume: sizeLots(1),
    trades: 1,
  };
}

/** The first `count` minutes, told whole. */
export function someCandles(count: number, changes: Partial<Candles> = {}): Candles {
  return {
    type: 'candles',
    epoch: EPOCH,
    subscription: 4,
    instrument: instrumentId('ESZ6'),
    intervalMs: 60_000,
    previousSequence: 0,
    sequence: count,
    isSnapshot: true,
    candles: Array.from({ length: count }, (_, i) => aCandle(i)),
    venueTime: NOON,
    sentTime: NOON,
    ...changes,
  };
}

export function someCandleHistory(count: number, changes: Partial<CandleHistory> = {}): CandleHistory {
  return {
    type: 'candle-history',
    id: 1,
    epoch: EPOCH,
    instrument: instrumentId('ESZ6'),
    intervalMs: 60_000,
    sequence: count,
    candles: Array.from({ length: count }, (_, i) => aCandle(i)),
    isLast: true,
    ...changes,
  };
}

export function aFarewell(reconnectAfterMs: number): GoingAway {
  return { type: 'going-away', epoch: EPOCH, reason: 'restart', reconnectAfterMs, sentTime: NOON };
}
