import * as field from './field-schemas.ts';

const { map, messageType, integer, text } = field;

const instrument = map({
  id: field.instrumentId,
  name: text(1, 64),
  kind: { type: 'string', enum: ['crypto', 'equity', 'future'] },
  currency: text(1, 8),
  tickUnits: integer(1, 1_000_000),
  priceDigits: integer(0, 12),
  lotUnits: integer(1, 1_000_000),
  sizeDigits: integer(0, 12),
  minTicks: field.price,
  maxTicks: field.price,
  state: field.state,
});

const book = {
  epoch: field.epoch,
  subscription: field.subscription,
  sequence: field.sequence,
  hash: field.hash,
  venueTime: field.time,
  sentTime: field.time,
};

/** PROTOCOL.md section 4, message by message; the key names the generated validator. */
export const SERVER_MESSAGE_SCHEMAS = {
  welcome: map({
    type: messageType('welcome'),
    protocol: { type: 'integer', const: 1 },
    venue: text(1, 64),
    epoch: field.epoch,
    sentTime: field.time,
    heartbeatIntervalMs: integer(50, 1_000),
    instruments: { type: 'array', items: instrument, maxItems: 1_000 },
  }),
  subscribed: map({
    type: messageType('subscribed'),
    id: field.id,
    epoch: field.epoch,
    subscription: field.subscription,
    instrument: field.instrumentId,
    channel: field.channel,
    depth: field.depth,
    sequence: field.sequence,
  }),
  unsubscribed: map({
    type: messageType('unsubscribed'),
    id: field.id,
    subscription: field.subscription,
  }),
  snapshot: map({
    type: messageType('snapshot'),
    ...book,
    id: field.idOrNone,
    part: integer(1, 10_000),
    parts: integer(1, 10_000),
    levels: field.flatIntegers(1_000),
  }),
  delta: map({
    type: messageType('delta'),
    ...book,
    previousSequence: field.sequence,
    levels: field.flatIntegers(60_000),
  }),
  trades: map({
    type: messageType('trades'),
    epoch: field.epoch,
    subscription: field.subscription,
    previousSequence: field.sequence,
    sequence: field.tradeSequence,
    trades: field.flatIntegers(5_000),
    sentTime: field.time,
  }),
  gap: map({
    type: messageType('gap'),
    epoch: field.epoch,
    subscription: field.subscription,
    from: field.tradeSequence,
    to: field.tradeSequence,
  }),
  tradeHistory: map({
    type: messageType('trade-history'),
    id: field.id,
    epoch: field.epoch,
    instrument: field.instrumentId,
    from: field.tradeSequence,
    to: field.sequence,
    trades: field.flatIntegers(5_000),
    firstAvailable: field.tradeSequence,
    isLast: { type: 'boolean' },
  }),
  instrumentChange: map({ type: messageType('instrument'), epoch: field.epoch, instrument }),
  status: map({
    type: messageType('status'),
    epoch: field.epoch,
    instrument: field.instrumentId,
    state: field.state,
    reason: text(0, 256),
    venueTime: field.time,
  }),
  heartbeat: map({
    type: messageType('heartbeat'),
    epoch: field.epoch,
    sequences: field.flatIntegers(1_024),
    venueTime: field.time,
    sentTime: field.time,
  }),
  pong: map({ type: messageType('pong'), id: field.id, sentTime: field.time }),
  venueError: map({
    type: messageType('error'),
    id: field.idOrNone,
    code: { type: 'string', pattern: '^[A-Z0-9_]{1,64}$' },
    message: text(0, 1_024),
  }),
};
