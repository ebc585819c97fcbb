import type {
  Authenticated,
  GoingAway,
  Heartbeat,
  Pong,
  TokenExpiring,
  VenueError,
} from '../core/market-data/market-event.ts';
import { heartbeatFault } from './flat-array-checks.ts';
import * as schema from './message-validators.generated.mjs';
import { badField } from './schema-fault.ts';
import { wireError, type WireError } from './wire-error.ts';

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
  const { id, code, message, retryAfterMs } = value;
  return { type: 'error', id, code, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

export function validateAuthenticated(value: unknown): Authenticated | WireError {
  if (!schema.authenticated(value)) return badField('authenticated', value, schema.authenticated);
  const { id, subject, scopes, instruments, expiresAt } = value;
  return { type: 'authenticated', id, subject, scopes, instruments, expiresAt };
}

export function validateTokenExpiring(value: unknown): TokenExpiring | WireError {
  if (!schema.tokenExpiring(value)) return badField('token-expiring', value, schema.tokenExpiring);
  return { type: 'token-expiring', expiresAt: value.expiresAt, sentTime: value.sentTime };
}

export function validateGoingAway(value: unknown): GoingAway | WireError {
  if (!schema.goingAway(value)) return badField('going-away', value, schema.goingAway);
  const { epoch, reason, reconnectAfterMs, sentTime } = value;
  return { type: 'going-away', epoch, reason, reconnectAfterMs, sentTime };
}
