import type { MarketEvent } from '../core/market-data/market-event.ts';
import { isFlatCodec, type CodecName } from './codec.ts';
import { hasFlatForm, unflattened } from './flat-form.ts';
import { quickDelta } from './quick-delta.ts';
import { isTypedMessage, untypedMessage, type TypedMessage } from './typed-message.ts';
import { validateDelta, validateSnapshot } from './validate-book-message.ts';
import { validateCandleHistory, validateCandles } from './validate-candle-message.ts';
import * as connection from './validate-connection-message.ts';
import { validateInstrumentChange, validateStatus, validateWelcome } from './validate-instrument-message.ts';
import {
  validateSubscribed,
  validateSubscribedList,
  validateUnsubscribed,
} from './validate-subscription-message.ts';
import { validateTicker } from './validate-ticker.ts';
import { validateGap, validateTradeHistory, validateTrades } from './validate-trade-message.ts';
import { ignoredMessage, wireError, type IgnoredMessage, type WireError } from './wire-error.ts';

/**
 * A decoded server message as a new, well-typed event: every field present, in form and in range, and at peace with the
 * other fields of the same message. What needs the book, the instrument or the message before (a sequence that joins, a
 * price in the instrument's range, the hash) is for the stages after this one.
 *
 * Unknown fields are left out, unknown types ignored, and a faulty message is refused as a whole. Never throws.
 *
 * @param codec that of the connection; where there is none (HTTP) every message is a map
 */
export function validateServerMessage(
  value: unknown,
  codec: CodecName = 'json',
): MarketEvent | IgnoredMessage | WireError {
  if (isFlatCodec(codec)) {
    if (!Array.isArray(value)) return validateUnderFlat(value);
    const message = unflattened(value);
    return message.type === 'map' ? validateMap(message.map) : message;
  }
  return validateMap(value);
}

/** What is no array there must be no message that has flat form: one reading of each message, not two. */
function validateUnderFlat(value: unknown): MarketEvent | IgnoredMessage | WireError {
  if (isTypedMessage(value) && hasFlatForm(value.type))
    return wireError(
      'WIRE_WRONG_FORM',
      `expected ${value.type} as an array under a flat codec, received a map`,
      value,
    );
  return validateMap(value);
}

function validateMap(value: unknown): MarketEvent | IgnoredMessage | WireError {
  const delta = quickDelta(value);
  if (delta !== null) return delta;
  if (!isTypedMessage(value)) return untypedMessage(value);
  return VALIDATORS.get(value.type)?.(value) ?? ignoredMessage(value.type);
}

type Validate = (value: TypedMessage) => MarketEvent | WireError;

/** Of every message but the deltas that {@link quickDelta} takes. A map, for `constructor` is no type of message. */
const VALIDATORS: ReadonlyMap<string, Validate> = new Map<string, Validate>(
  Object.entries({
    delta: validateDelta,
    snapshot: validateSnapshot,
    trades: validateTrades,
    gap: validateGap,
    'trade-history': validateTradeHistory,
    ticker: validateTicker,
    candles: validateCandles,
    'candle-history': validateCandleHistory,
    heartbeat: connection.validateHeartbeat,
    welcome: validateWelcome,
    subscribed: validateSubscribed,
    'subscribed-list': validateSubscribedList,
    unsubscribed: validateUnsubscribed,
    instrument: validateInstrumentChange,
    status: validateStatus,
    pong: connection.validatePong,
    authenticated: connection.validateAuthenticated,
    'token-expiring': connection.validateTokenExpiring,
    'going-away': connection.validateGoingAway,
    error: connection.validateVenueError,
  } satisfies Record<MarketEvent['type'], Validate>),
);
