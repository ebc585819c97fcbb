import type { VenueRequest } from '../core/market-data/venue-request.ts';
import * as schema from './message-validators.generated.mjs';
import { badField } from './schema-fault.ts';
import { isTypedMessage, untypedMessage, type TypedMessage } from './typed-message.ts';
import { received, wireError, type WireError } from './wire-error.ts';

/**
 * A decoded client message as a new, well-typed request; unknown fields are left out. Whether the venue can carry it out
 * (an instrument that exists, a range that makes sense) is the venue's to say. Never throws.
 *
 * @returns WIRE_UNKNOWN_TYPE, which a venue answers with UNKNOWN_TYPE, or another WireError, answered with BAD_MESSAGE
 */
export function validateClientMessage(value: unknown): VenueRequest | WireError {
  if (!isTypedMessage(value)) return untypedMessage(value);
  switch (value.type) {
    case 'subscribe':
      return validateSubscribe(value);
    case 'unsubscribe':
      if (!schema.unsubscribe(value)) return badField('unsubscribe', value, schema.unsubscribe);
      return { type: 'unsubscribe', id: value.id, subscription: value.subscription };
    case 'snapshot':
      return validateSnapshotRequest(value);
    case 'trade-history':
      return validateTradeHistoryRequest(value);
    case 'ping':
      if (!schema.ping(value)) return badField('ping', value, schema.ping);
      return { type: 'ping', id: value.id, sentTime: value.sentTime };
    default:
      return wireError('WIRE_UNKNOWN_TYPE', `expected a known type, received ${received(value.type)}`, value);
  }
}

function validateSubscribe(value: TypedMessage): VenueRequest | WireError {
  if (!schema.subscribe(value)) return badField('subscribe', value, schema.subscribe);
  const { id, instrument, channel, depth } = value;
  if (channel === 'trades' && depth !== undefined && depth !== 0)
    return wireError('WIRE_BAD_FIELD', `expected depth 0 or none for trades, received ${depth}`, value);
  const request = { type: 'subscribe', id, instrument, channel } as const;
  return depth === undefined ? request : { ...request, depth };
}

function validateSnapshotRequest(value: TypedMessage): VenueRequest | WireError {
  if (!schema.snapshotRequest(value)) return badField('snapshot', value, schema.snapshotRequest);
  const { id, subscription, atSequence } = value;
  const request = { type: 'snapshot', id, subscription } as const;
  return atSequence === undefined ? request : { ...request, atSequence };
}

function validateTradeHistoryRequest(value: TypedMessage): VenueRequest | WireError {
  if (!schema.tradeHistoryRequest(value)) return badField('trade-history', value, schema.tradeHistoryRequest);
  const { id, instrument, from, to } = value;
  return { type: 'trade-history', id, instrument, from, to };
}
