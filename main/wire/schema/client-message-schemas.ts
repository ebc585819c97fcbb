import * as field from './field-schemas.ts';

const { map, messageType, listOf } = field;

const terms = { depth: field.depth, conflationMs: field.conflationMs, intervalMs: field.intervalMs };

/**
 * PROTOCOL.md section 5, message by message; the key names the generated validator. A range of history that is
 * backwards or too long is well formed: the venue answers it with BAD_RANGE. Which terms belong to which channel is beyond
 * a schema.
 */
export const CLIENT_MESSAGE_SCHEMAS = {
  subscribe: map(
    {
      type: messageType('subscribe'),
      id: field.id,
      instrument: field.instrumentId,
      channel: field.channel,
    },
    { ...terms, resume: map({ epoch: field.epoch, sequence: field.sequence }) },
  ),
  subscribeList: map(
    {
      type: messageType('subscribe-list'),
      id: field.id,
      instruments: listOf(field.instrumentPattern, 1, 256),
      channel: field.channel,
    },
    terms,
  ),
  unsubscribe: map({ type: messageType('unsubscribe'), id: field.id, subscription: field.subscription }),
  snapshotRequest: map(
    { type: messageType('snapshot'), id: field.id, subscription: field.subscription },
    { atSequence: field.sequence },
  ),
  tradeHistoryRequest: map({
    type: messageType('trade-history'),
    id: field.id,
    instrument: field.instrumentId,
    from: field.tradeSequence,
    to: field.tradeSequence,
  }),
  candleHistoryRequest: map({
    type: messageType('candle-history'),
    id: field.id,
    instrument: field.instrumentId,
    intervalMs: field.intervalMs,
    from: field.time,
    to: field.time,
  }),
  authenticate: map({
    type: messageType('authenticate'),
    id: field.id,
    token: { type: 'string', pattern: '^[A-Za-z0-9_.\\-]{1,4000}$' },
  }),
  ping: map({ type: messageType('ping'), id: field.id, sentTime: field.time }),
};
