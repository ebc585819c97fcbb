import * as field from './field-schemas.ts';

const { map, messageType, integer, text, listOf } = field;

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

const terms = { conflationMs: field.conflationMs, intervalMs: field.intervalMs };

/** Where a message about an instrument stands on a subscription, if the connection has one. */
const position = {
  subscription: field.subscription,
  previousSequence: field.sequence,
  sequence: field.sequence,
};

/** Integers in 500 candles. */
const MAX_CANDLE_INTEGERS = 4_000;

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
  subscribed: map(
    {
      type: messageType('subscribed'),
      id: field.id,
      epoch: field.epoch,
      subscription: field.subscription,
      instrument: field.instrumentId,
      channel: field.channel,
      depth: field.depth,
      sequence: field.sequence,
    },
    { ...terms, resumed: field.flag },
  ),
  subscribedList: map(
    {
      type: messageType('subscribed-list'),
      id: field.id,
      epoch: field.epoch,
      channel: field.channel,
      depth: field.depth,
      subscriptions: listOf(
        map({ instrument: field.instrumentId, subscription: field.subscription, sequence: field.sequence }),
        1,
        1_000,
      ),
    },
    terms,
  ),
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
    isLast: field.flag,
  }),
  ticker: map({
    type: messageType('ticker'),
    epoch: field.epoch,
    ...position,
    instrument: field.instrumentId,
    bid: field.priceOrNone,
    bidSize: field.size,
    ask: field.priceOrNone,
    askSize: field.size,
    last: field.priceOrNone,
    lastSize: field.size,
    lastSide: field.aggressorSide,
    open: field.priceOrNone,
    high: field.priceOrNone,
    low: field.priceOrNone,
    volume: field.size,
    trades: field.sequence,
    dayStart: field.time,
    venueTime: field.time,
    sentTime: field.time,
  }),
  candles: map({
    type: messageType('candles'),
    epoch: field.epoch,
    ...position,
    instrument: field.instrumentId,
    intervalMs: field.intervalMs,
    isSnapshot: field.flag,
    candles: field.flatIntegers(MAX_CANDLE_INTEGERS),
    venueTime: field.time,
    sentTime: field.time,
  }),
  candleHistory: map({
    type: messageType('candle-history'),
    id: field.id,
    epoch: field.epoch,
    instrument: field.instrumentId,
    intervalMs: field.intervalMs,
    sequence: field.sequence,
    candles: field.flatIntegers(MAX_CANDLE_INTEGERS),
    isLast: field.flag,
  }),
  instrumentChange: map({ type: messageType('instrument'), epoch: field.epoch, instrument }, position),
  status: map(
    {
      type: messageType('status'),
      epoch: field.epoch,
      instrument: field.instrumentId,
      state: field.state,
      reason: text(0, 256),
      venueTime: field.time,
    },
    position,
  ),
  heartbeat: map({
    type: messageType('heartbeat'),
    epoch: field.epoch,
    sequences: field.flatIntegers(1_024),
    venueTime: field.time,
    sentTime: field.time,
  }),
  pong: map({ type: messageType('pong'), id: field.id, sentTime: field.time }),
  venueError: map(
    {
      type: messageType('error'),
      id: field.idOrNone,
      code: { type: 'string', pattern: '^[A-Z0-9_]{1,64}$' },
      message: text(0, 1_024),
    },
    { retryAfterMs: integer(0, 3_600_000) },
  ),
  authenticated: map({
    type: messageType('authenticated'),
    id: field.id,
    subject: text(1, 128),
    scopes: listOf(text(1, 64), 0, 16),
    instruments: listOf(field.instrumentPattern, 0, 1_000),
    expiresAt: field.time,
  }),
  tokenExpiring: map({
    type: messageType('token-expiring'),
    expiresAt: field.time,
    sentTime: field.time,
  }),
  goingAway: map({
    type: messageType('going-away'),
    epoch: field.epoch,
    reason: text(0, 256),
    reconnectAfterMs: integer(0, 60_000),
    sentTime: field.time,
  }),
};
