import * as field from './field-schemas.ts';

const { map, messageType } = field;

/**
 * PROTOCOL.md section 5, message by message; the key names the generated validator. A range of history that is
 * backwards or too long is well formed: the venue answers it with BAD_RANGE.
 */
export const CLIENT_MESSAGE_SCHEMAS = {
  subscribe: map(
    {
      type: messageType('subscribe'),
      id: field.id,
      instrument: field.instrumentId,
      channel: field.channel,
    },
    { depth: field.depth },
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
  ping: map({ type: messageType('ping'), id: field.id, sentTime: field.time }),
};
