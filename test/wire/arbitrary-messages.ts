import fc from 'fast-check';
import type { Delta, MarketEvent, SnapshotPart } from '../../main/core/market-data/market-event.ts';
import type { VenueRequest } from '../../main/core/market-data/venue-request.ts';
import { anyCandleHistory, anyCandles, anyTicker } from './arbitrary-candles-and-tickers.ts';
import * as field from './arbitrary-fields.ts';
import { anySubscribeRequest, subscribed, subscribedList } from './arbitrary-subscriptions.ts';

const { integers } = field;
const type = <Type extends string>(name: Type) => fc.constant(name);
const stamped = { epoch: field.epoch, venueTime: field.time, sentTime: field.time };

export const anyDelta: fc.Arbitrary<Delta> = fc
  .record({
    type: type('delta'),
    ...stamped,
    subscription: field.subscription,
    advance: field.advance,
    levels: field.deltaLevels,
    hash: field.hash,
  })
  .map(({ advance, ...rest }) => ({ ...rest, ...advance }));

export const anySnapshot: fc.Arbitrary<SnapshotPart> = fc
  .record({
    type: type('snapshot'),
    ...stamped,
    subscription: field.subscription,
    id: field.idOrNone,
    sequence: field.sequence,
    part: integers(1, 10_000),
    parts: integers(1, 10_000),
    levels: field.snapshotLevels,
    hash: field.hash,
  })
  .filter(({ part, parts }) => part <= parts);

const trades = fc
  .tuple(integers(0, Number.MAX_SAFE_INTEGER - 10), integers(1, 10))
  .chain(([previousSequence, count]) =>
    fc.record({
      type: type('trades'),
      epoch: field.epoch,
      subscription: field.subscription,
      previousSequence: fc.constant(previousSequence),
      sequence: fc.constant(previousSequence + Math.min(count, 10)),
      trades: field.trades(previousSequence + 1, Math.min(count, 10)),
      sentTime: field.time,
    }),
  );

const history = fc
  .tuple(integers(1, Number.MAX_SAFE_INTEGER - 10), fc.integer({ min: 0, max: 9 }))
  .chain(([from, count]) =>
    fc.record({
      type: type('trade-history'),
      id: field.id,
      epoch: field.epoch,
      instrument: field.instrument,
      from: fc.constant(from),
      to: fc.constant(from + count - 1),
      trades: field.trades(from, count),
      firstAvailable: integers(1, Number.MAX_SAFE_INTEGER),
      isLast: fc.boolean(),
    }),
  );

const gap = fc.tuple(integers(1, 2 ** 40), integers(0, 10_000)).chain(([from, length]) =>
  fc.record({
    type: type('gap'),
    epoch: field.epoch,
    subscription: field.subscription,
    from: fc.constant(from),
    to: fc.constant(from + length),
  }),
);

const welcome = fc.record({
  type: type('welcome'),
  protocol: fc.constant(1 as const),
  venue: field.text(1, 64),
  epoch: field.epoch,
  sentTime: field.time,
  heartbeatIntervalMs: integers(50, 1_000),
  instruments: fc.uniqueArray(field.wholeInstrument, { selector: ({ id }) => id, maxLength: 4 }),
});

/** Where a message about an instrument stands on a subscription; empty where the connection has none. */
const position = fc.oneof(
  fc.constant({}),
  fc
    .tuple(field.subscription, field.advance)
    .map(([subscription, advance]) => ({ subscription, ...advance })),
);

const instrumentChange = fc
  .tuple(
    fc.record({ type: type('instrument'), epoch: field.epoch, instrument: field.wholeInstrument }),
    position,
  )
  .map(([message, place]) => ({ ...message, ...place }));

const status = fc
  .tuple(
    fc.record({
      type: type('status'),
      epoch: field.epoch,
      instrument: field.instrument,
      state: field.state,
      reason: field.text(0, 256),
      venueTime: field.time,
    }),
    position,
  )
  .map(([message, place]) => ({ ...message, ...place }));

const venueError = fc.record(
  {
    type: type('error'),
    id: field.idOrNone,
    code: fc.stringMatching(/^[A-Z0-9_]{1,64}$/),
    message: field.text(0, 1_024),
    retryAfterMs: integers(0, 3_600_000),
  },
  { requiredKeys: ['type', 'id', 'code', 'message'] },
);

const authenticated = fc.record({
  type: type('authenticated'),
  id: field.id,
  subject: field.text(1, 128),
  scopes: fc.array(field.text(1, 64), { maxLength: 16 }),
  instruments: fc.array(field.instrumentPattern, { maxLength: 10 }),
  expiresAt: field.time,
});

const goingAway = fc.record({
  type: type('going-away'),
  epoch: field.epoch,
  reason: field.text(0, 256),
  reconnectAfterMs: integers(0, 60_000),
  sentTime: field.time,
});

export const anyEvent: fc.Arbitrary<MarketEvent> = fc.oneof(
  anyDelta,
  anySnapshot,
  trades,
  history,
  gap,
  welcome,
  subscribed,
  subscribedList,
  anyTicker,
  anyCandles,
  anyCandleHistory,
  instrumentChange,
  status,
  venueError,
  authenticated,
  goingAway,
  fc.record({ type: type('token-expiring'), expiresAt: field.time, sentTime: field.time }),
  fc.record({ type: type('unsubscribed'), id: field.id, subscription: field.subscription }),
  fc.record({ type: type('heartbeat'), ...stamped, sequences: field.heartbeatSequences }),
  fc.record({ type: type('pong'), id: field.id, sentTime: field.time }),
);

export const anyRequest: fc.Arbitrary<VenueRequest> = fc.oneof(
  anySubscribeRequest,
  fc.record({
    type: type('candle-history'),
    id: field.id,
    instrument: field.instrument,
    intervalMs: field.intervalMs,
    from: field.time,
    to: field.time,
  }),
  fc.record({
    type: type('authenticate'),
    id: field.id,
    token: fc.stringMatching(/^[A-Za-z0-9_.-]{1,200}$/),
  }),
  fc.record({ type: type('unsubscribe'), id: field.id, subscription: field.subscription }),
  fc.record(
    { type: type('snapshot'), id: field.id, subscription: field.subscription, atSequence: field.sequence },
    { requiredKeys: ['type', 'id', 'subscription'] },
  ),
  fc.record({
    type: type('trade-history'),
    id: field.id,
    instrument: field.instrument,
    from: integers(1, Number.MAX_SAFE_INTEGER),
    to: integers(1, Number.MAX_SAFE_INTEGER),
  }),
  fc.record({ type: type('ping'), id: field.id, sentTime: field.time }),
);
