import type { TradeGap, TradeHistory, Trades } from '../core/market-data/market-event.ts';
import type { AggressorSide, Trade } from '../core/market-data/trade.ts';
import { priceTicks } from '../core/units/price.ts';
import { sizeLots } from '../core/units/size.ts';
import { timestampMicros } from '../core/units/timestamp.ts';
import { TRADE_LENGTH, tradesFault } from './flat-array-checks.ts';
import * as schema from './message-validators.generated.mjs';
import { badField } from './schema-fault.ts';
import { wireError, type WireError } from './wire-error.ts';

const AGGRESSOR_SIDES: readonly AggressorSide[] = ['unknown', 'buy', 'sell'];

export function validateTrades(value: unknown): Trades | WireError {
  if (!schema.trades(value)) return badField('trades', value, schema.trades);
  const { epoch, subscription, previousSequence, sequence, sentTime } = value;
  if (sequence <= previousSequence)
    return wireError(
      'WIRE_BAD_SEQUENCE',
      `expected trades to a sequence above ${previousSequence}, received ${sequence}`,
      value,
    );
  const fault = tradesFault(value.trades, sequence - previousSequence);
  if (fault !== '') return wireError('WIRE_BAD_TRADES', `trades: ${fault}`, value);
  const trades = tradesFrom(value.trades, previousSequence + 1);
  return { type: 'trades', epoch, subscription, previousSequence, sequence, trades, sentTime };
}

export function validateTradeHistory(value: unknown): TradeHistory | WireError {
  if (!schema.tradeHistory(value)) return badField('trade-history', value, schema.tradeHistory);
  const { id, epoch, instrument, from, to, firstAvailable, isLast } = value;
  if (to < from - 1)
    return wireError('WIRE_BAD_SEQUENCE', `expected history to ${from - 1} or above, received ${to}`, value);
  const fault = tradesFault(value.trades, to - from + 1);
  if (fault !== '') return wireError('WIRE_BAD_TRADES', `trade-history: ${fault}`, value);
  const trades = tradesFrom(value.trades, from);
  return { type: 'trade-history', id, epoch, instrument, from, to, trades, firstAvailable, isLast };
}

export function validateGap(value: unknown): TradeGap | WireError {
  if (!schema.gap(value)) return badField('gap', value, schema.gap);
  const { epoch, subscription, from, to } = value;
  if (to < from)
    return wireError('WIRE_BAD_SEQUENCE', `expected a gap to ${from} or above, received ${to}`, value);
  return { type: 'gap', epoch, subscription, from, to };
}

/** Only for arrays that {@link tradesFault} found right. */
function tradesFrom(flat: readonly number[], firstSequence: number): Trade[] {
  const trades: Trade[] = [];
  for (let i = 0; i < flat.length; i += TRADE_LENGTH)
    trades.push({
      sequence: firstSequence + trades.length,
      tradeId: flat[i] ?? 0,
      price: priceTicks(flat[i + 1] ?? 0),
      size: sizeLots(flat[i + 2] ?? 0),
      aggressorSide: AGGRESSOR_SIDES[flat[i + 3] ?? 0] ?? 'unknown',
      venueTime: timestampMicros(flat[i + 4] ?? 0),
    });
  return trades;
}
