import type { VenueRequest } from '../core/market-data/venue-request.ts';
import * as schema from './message-validators.generated.mjs';
import { badField } from './schema-fault.ts';
import { termsFault, termsOf } from './subscription-terms.ts';
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
    case 'subscribe-list':
      return validateSubscribeList(value);
    case 'unsubscribe':
      if (!schema.unsubscribe(value)) return badField('unsubscribe', value, schema.unsubscribe);
      return { type: 'unsubscribe', id: value.id, subscription: value.subscription };
    case 'snapshot':
      return validateSnapshotRequest(value);
    case 'trade-history':
      return validateTradeHistoryRequest(value);
    case 'candle-history':
      return validateCandleHistoryRequest(value);
    case 'authenticate':
      if (!schema.authenticate(value)) return badToken(value);
      return { type: 'authenticate', id: value.id, token: value.token };
    case 'ping':
      if (!schema.ping(value)) return badField('ping', value, schema.ping);
      return { type: 'ping', id: value.id, sentTime: value.sentTime };
    default:
      return wireError('WIRE_UNKNOWN_TYPE', `expected a known type, received ${received(value.type)}`, value);
  }
}

function validateSubscribe(value: TypedMessage): VenueRequest | WireError {
  if (!schema.subscribe(value)) return badField('subscribe', value, schema.subscribe);
  const fault = termsFault(value);
  if (fault !== '') return wireError('WIRE_BAD_FIELD', fault, value);
  const { id, instrument, resume } = value;
  const request = { type: 'subscribe', id, instrument, ...termsOf(value) } as const;
  if (resume === undefined) return request;
  return { ...request, resume: { epoch: resume.epoch, sequence: resume.sequence } };
}

function validateSubscribeList(value: TypedMessage): VenueRequest | WireError {
  if (!schema.subscribeList(value)) return badField('subscribe-list', value, schema.subscribeList);
  const fault = termsFault(value);
  if (fault !== '') return wireError('WIRE_BAD_FIELD', fault, value);
  const { id, instruments } = value;
  return { type: 'subscribe-list', id, instruments, ...termsOf(value) };
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

function validateCandleHistoryRequest(value: TypedMessage): VenueRequest | WireError {
  if (!schema.candleHistoryRequest(value))
    return badField('candle-history', value, schema.candleHistoryRequest);
  const { id, instrument, intervalMs, from, to } = value;
  return { type: 'candle-history', id, instrument, intervalMs, from, to };
}

/** The words of {@link badField} would tell what was received, and a token, even a bad one, belongs in no log. */
function badToken(value: TypedMessage): WireError {
  const fault = schema.authenticate.errors?.[0];
  if (fault?.instancePath !== '/token') return badField('authenticate', value, schema.authenticate);
  return wireError('WIRE_BAD_FIELD', 'expected a token of 1 to 4000 characters of A-Z a-z 0-9 _ . -', value);
}
