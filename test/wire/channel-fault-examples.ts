import { client, server, type FaultExample } from './fault-example.ts';

const ENTRY = { instrument: 'BTC-USD', subscription: 8, sequence: 1 };

const TERMS_FAULTS: readonly FaultExample[] = [
  ...['trades', 'ticker', 'status', 'instruments'].map((channel) =>
    client('subscribe-trades', { channel, depth: 5 })(
      'WIRE_BAD_FIELD',
      `depth for ${channel}`,
      `expected depth 0 or none for ${channel}, received 5`,
    ),
  ),
  ...['trades', 'status', 'instruments'].map((channel) =>
    client('subscribe-trades', { channel, conflationMs: 100 })(
      'WIRE_BAD_FIELD',
      `conflation of ${channel}`,
      `expected conflationMs 0 or none for ${channel}, received 100`,
    ),
  ),
  ...['book', 'trades', 'ticker', 'status', 'instruments'].map((channel) =>
    client('subscribe-trades', { channel, intervalMs: 60_000 })(
      'WIRE_BAD_FIELD',
      `an interval of ${channel}`,
      `expected no intervalMs for ${channel}, received 60000`,
    ),
  ),
  client('subscribe-trades', { channel: 'candles' })(
    'WIRE_BAD_FIELD',
    'candles of no interval',
    'expected field "intervalMs" for candles',
  ),
  client('subscribe-candles', { depth: 1 })(
    'WIRE_BAD_FIELD',
    'depth for candles',
    'depth 0 or none for candles',
  ),
  client('subscribe-ticker', { conflationMs: 30 })(
    'WIRE_BAD_FIELD',
    'a conflation that is no step',
    'is one of 0, 10, 25, 50, 100, 250, 500, 1000, 2000, 5000, received 30',
  ),
  client('subscribe-candles', { intervalMs: 2_000 })(
    'WIRE_BAD_FIELD',
    'an interval that no venue keeps',
    'is one of 1000, 5000, 15000, 60000, 300000, 900000, 3600000, 86400000, received 2000',
  ),
  client('subscribe-list', { depth: 5 })(
    'WIRE_BAD_FIELD',
    'depth in a list of tickers',
    'depth 0 or none for ticker',
  ),
  server('subscribed-candles', { intervalMs: undefined })(
    'WIRE_BAD_FIELD',
    'candles acknowledged without interval',
    'expected field "intervalMs" for candles',
  ),
  server('subscribed', { intervalMs: 1_000 })(
    'WIRE_BAD_FIELD',
    'a book with an interval',
    'expected no intervalMs for book',
  ),
  server('subscribed-list', { depth: 5 })(
    'WIRE_BAD_FIELD',
    'a depth of tickers',
    'depth 0 or none for ticker',
  ),
];

const REQUEST_FAULTS: readonly FaultExample[] = [
  client('subscribe-resume', { resume: { epoch: 0, sequence: 1 } })(
    'WIRE_BAD_FIELD',
    'resuming under no epoch',
    'subscribe/resume/epoch that must be >= 1, received 0',
  ),
  client('subscribe-resume', { resume: { epoch: 1 } })(
    'WIRE_BAD_FIELD',
    'resuming from nowhere',
    'expected field "sequence" in subscribe/resume',
  ),
  client('subscribe-list', { instruments: [] })(
    'WIRE_BAD_FIELD',
    'an empty list',
    'must NOT have fewer than 1 items, received an array of 0',
  ),
  client('subscribe-list', { instruments: new Array(257).fill('*') })(
    'WIRE_BAD_FIELD',
    'too long a list',
    'must NOT have more than 256 items, received an array of 257',
  ),
  client('subscribe-list', { instruments: ['BTC-?'] })(
    'WIRE_BAD_FIELD',
    'a pattern of another kind',
    'received "BTC-?"',
  ),
  client('subscribe-list', { instruments: ['A'.repeat(65)] })(
    'WIRE_BAD_FIELD',
    'too long a pattern',
    'subscribe-list/instruments/0 that must match',
  ),
  client('candle-history', { intervalMs: undefined })(
    'WIRE_BAD_FIELD',
    'candle history of no interval',
    'expected field "intervalMs" in candle-history',
  ),
  client('candle-history', { from: -1 })(
    'WIRE_BAD_FIELD',
    'a time below 0',
    'candle-history/from that must be >= 0',
  ),
  client('authenticate', { token: 'a b' })(
    'WIRE_BAD_FIELD',
    'no token',
    'expected a token of 1 to 4000 characters',
  ),
  client('authenticate', { token: 'a'.repeat(4_001) })(
    'WIRE_BAD_FIELD',
    'too long a token',
    '1 to 4000 characters',
  ),
  client('authenticate', { token: undefined })(
    'WIRE_BAD_FIELD',
    'a missing token',
    'expected field "token" in authenticate',
  ),
];

const OTHER_FAULTS: readonly FaultExample[] = [
  server('subscribed-list', { subscriptions: [ENTRY, { ...ENTRY, subscription: 9 }] })(
    'WIRE_BAD_LIST',
    'an instrument twice in a list',
    'received BTC-USD again',
  ),
  server('subscribed-list', { subscriptions: [ENTRY, { ...ENTRY, instrument: 'ETH-USD' }] })(
    'WIRE_BAD_LIST',
    'a subscription twice in a list',
    'received 8 again',
  ),
  server('subscribed-list', { subscriptions: [] })('WIRE_BAD_FIELD', 'a list of none', 'fewer than 1 items'),
  server('status-subscribed', { sequence: undefined })(
    'WIRE_BAD_FIELD',
    'a status half placed',
    'previousSequence and sequence together in status',
  ),
  server('instrument-subscribed', { subscription: undefined })(
    'WIRE_BAD_FIELD',
    'terms half placed',
    'sequence together in instrument',
  ),
  server('status-subscribed', { sequence: 3 })('WIRE_BAD_SEQUENCE', 'a status again', 'above 3, received 3'),
  server('instrument-subscribed', { sequence: 0 })('WIRE_BAD_SEQUENCE', 'terms again', 'above 0, received 0'),
  server('error-retry-after', { retryAfterMs: 3_600_001 })(
    'WIRE_BAD_FIELD',
    'too long to wait',
    'error/retryAfterMs that must be <= 3600000',
  ),
  server('going-away', { reconnectAfterMs: 60_001 })(
    'WIRE_BAD_FIELD',
    'too long to stay away',
    'going-away/reconnectAfterMs that must be <= 60000',
  ),
  server('authenticated', { subject: '' })(
    'WIRE_BAD_FIELD',
    'a token of nobody',
    'authenticated/subject that must match',
  ),
  server('token-expiring', { expiresAt: -1 })(
    'WIRE_BAD_FIELD',
    'an end before 1970',
    'expiresAt that must be >= 0',
  ),
];

/** What can be wrong with terms, requests, lists and rights. */
export const CHANNEL_FAULTS: readonly FaultExample[] = [...TERMS_FAULTS, ...REQUEST_FAULTS, ...OTHER_FAULTS];
