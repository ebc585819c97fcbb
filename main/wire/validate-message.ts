import type { MarketEvent } from '../core/market-data/market-event.ts';
import { quickDelta } from './quick-delta.ts';
import { isTypedMessage, untypedMessage } from './typed-message.ts';
import { validateDelta, validateSnapshot } from './validate-book-message.ts';
import { validateGap, validateTradeHistory, validateTrades } from './validate-trade-message.ts';
import * as venue from './validate-venue-message.ts';
import { ignoredMessage, type IgnoredMessage, type WireError } from './wire-error.ts';

/**
 * A decoded server message as a new, well-typed event: every field present, in form and in range, and at peace with the
 * other fields of the same message. What needs the book, the instrument or the message before (a sequence that joins, a
 * price in the instrument's range, the hash) is for the stages after this one.
 *
 * Unknown fields are left out, unknown types ignored, and a faulty message is refused as a whole. Never throws.
 */
export function validateServerMessage(value: unknown): MarketEvent | IgnoredMessage | WireError {
  const delta = quickDelta(value);
  if (delta !== null) return delta;
  if (!isTypedMessage(value)) return untypedMessage(value);
  switch (value.type) {
    case 'delta':
      return validateDelta(value);
    case 'snapshot':
      return validateSnapshot(value);
    case 'trades':
      return validateTrades(value);
    case 'gap':
      return validateGap(value);
    case 'trade-history':
      return validateTradeHistory(value);
    case 'heartbeat':
      return venue.validateHeartbeat(value);
    case 'welcome':
      return venue.validateWelcome(value);
    case 'subscribed':
      return venue.validateSubscribed(value);
    case 'unsubscribed':
      return venue.validateUnsubscribed(value);
    case 'instrument':
      return venue.validateInstrumentChange(value);
    case 'status':
      return venue.validateStatus(value);
    case 'pong':
      return venue.validatePong(value);
    case 'error':
      return venue.validateVenueError(value);
    default:
      return ignoredMessage(value.type);
  }
}
