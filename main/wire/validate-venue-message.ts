import type { Instrument } from '../core/instrument/instrument.ts';
import type {
  Heartbeat,
  InstrumentChange,
  InstrumentStatus,
  Pong,
  Subscribed,
  Unsubscribed,
  VenueError,
  Welcome,
} from '../core/market-data/market-event.ts';
import { heartbeatFault } from './flat-array-checks.ts';
import * as schema from './message-validators.generated.mjs';
import { badField } from './schema-fault.ts';
import type { TypedMessage } from './typed-message.ts';
import { received, wireError, type WireError } from './wire-error.ts';

export function validateWelcome(value: TypedMessage): Welcome | WireError {
  if (Number.isInteger(value['protocol']) && value['protocol'] !== 1)
    return wireError(
      'WIRE_UNSUPPORTED_PROTOCOL',
      `expected protocol 1, received ${received(value['protocol'])}`,
      value,
    );
  if (!schema.welcome(value)) return badField('welcome', value, schema.welcome);
  const fault = instrumentsFault(value.instruments);
  if (fault !== '') return wireError('WIRE_BAD_INSTRUMENT', `welcome: ${fault}`, value);
  const { venue, epoch, sentTime, heartbeatIntervalMs } = value;
  const instruments = value.instruments.map(instrumentOf);
  return { type: 'welcome', protocol: 1, venue, epoch, sentTime, heartbeatIntervalMs, instruments };
}

export function validateInstrumentChange(value: unknown): InstrumentChange | WireError {
  if (!schema.instrumentChange(value)) return badField('instrument', value, schema.instrumentChange);
  const fault = instrumentsFault([value.instrument]);
  if (fault !== '') return wireError('WIRE_BAD_INSTRUMENT', `instrument: ${fault}`, value);
  return { type: 'instrument', epoch: value.epoch, instrument: instrumentOf(value.instrument) };
}

function instrumentsFault(instruments: readonly Instrument[]): string {
  const seen = new Set<string>();
  for (const { id, minTicks, maxTicks } of instruments) {
    if (seen.has(id)) return `expected each instrument once, received ${id} again`;
    seen.add(id);
    if (maxTicks < minTicks) return `expected maxTicks of ${id} from ${minTicks}, received ${maxTicks}`;
  }
  return '';
}

/** Only the known fields, so that nothing a venue adds travels on unseen. */
function instrumentOf(value: Instrument): Instrument {
  const {
    id,
    name,
    kind,
    currency,
    tickUnits,
    priceDigits,
    lotUnits,
    sizeDigits,
    minTicks,
    maxTicks,
    state,
  } = value;
  return {
    id,
    name,
    kind,
    currency,
    tickUnits,
    priceDigits,
    lotUnits,
    sizeDigits,
    minTicks,
    maxTicks,
    state,
  };
}

export function validateSubscribed(value: unknown): Subscribed | WireError {
  if (!schema.subscribed(value)) return badField('subscribed', value, schema.subscribed);
  const { id, epoch, subscription, instrument, channel, depth, sequence } = value;
  if (channel === 'trades' && depth !== 0)
    return wireError('WIRE_BAD_FIELD', `expected depth 0 for trades, received ${depth}`, value);
  return { type: 'subscribed', id, epoch, subscription, instrument, channel, depth, sequence };
}

export function validateUnsubscribed(value: unknown): Unsubscribed | WireError {
  if (!schema.unsubscribed(value)) return badField('unsubscribed', value, schema.unsubscribed);
  return { type: 'unsubscribed', id: value.id, subscription: value.subscription };
}

export function validateStatus(value: unknown): InstrumentStatus | WireError {
  if (!schema.status(value)) return badField('status', value, schema.status);
  const { epoch, instrument, state, reason, venueTime } = value;
  return { type: 'status', epoch, instrument, state, reason, venueTime };
}

export function validateHeartbeat(value: unknown): Heartbeat | WireError {
  if (!schema.heartbeat(value)) return badField('heartbeat', value, schema.heartbeat);
  const { epoch, sequences, venueTime, sentTime } = value;
  const fault = heartbeatFault(sequences);
  if (fault !== '') return wireError('WIRE_BAD_HEARTBEAT', `heartbeat: ${fault}`, value);
  return { type: 'heartbeat', epoch, sequences, venueTime, sentTime };
}

export function validatePong(value: unknown): Pong | WireError {
  if (!schema.pong(value)) return badField('pong', value, schema.pong);
  return { type: 'pong', id: value.id, sentTime: value.sentTime };
}

export function validateVenueError(value: unknown): VenueError | WireError {
  if (!schema.venueError(value)) return badField('error', value, schema.venueError);
  return { type: 'error', id: value.id, code: value.code, message: value.message };
}
