import type { Instrument } from '../core/instrument/instrument.ts';
import type { InstrumentChange, InstrumentStatus, Welcome } from '../core/market-data/market-event.ts';
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
  const position = positionOf('instrument', value);
  if ('code' in position) return position;
  return { type: 'instrument', epoch: value.epoch, instrument: instrumentOf(value.instrument), ...position };
}

export function validateStatus(value: unknown): InstrumentStatus | WireError {
  if (!schema.status(value)) return badField('status', value, schema.status);
  const position = positionOf('status', value);
  if ('code' in position) return position;
  const { epoch, instrument, state, reason, venueTime } = value;
  return { type: 'status', epoch, instrument, state, reason, venueTime, ...position };
}

type Position = Pick<InstrumentStatus, 'subscription' | 'previousSequence' | 'sequence'>;

/** Where the message stands on a subscription: all three fields or none. */
function positionOf(type: string, value: Position): Position | WireError {
  const { subscription, previousSequence, sequence } = value;
  if (subscription === undefined && previousSequence === undefined && sequence === undefined) return {};
  if (subscription === undefined || previousSequence === undefined || sequence === undefined)
    return wireError(
      'WIRE_BAD_FIELD',
      `expected subscription, previousSequence and sequence together in ${type} or none of them`,
      value,
    );
  if (sequence <= previousSequence)
    return wireError(
      'WIRE_BAD_SEQUENCE',
      `expected ${type} to a sequence above ${previousSequence}, received ${sequence}`,
      value,
    );
  return { subscription, previousSequence, sequence };
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
