import fc from 'fast-check';
import type { Subscribed, SubscribedList } from '../../main/core/market-data/market-event.ts';
import type { SubscriptionTerms, VenueRequest } from '../../main/core/market-data/venue-request.ts';
import * as field from './arbitrary-fields.ts';

const { integers } = field;
const depth = fc.option(integers(0, 1_000), { nil: undefined });
const conflationMs = fc.option(field.conflationMs, { nil: undefined });
/** What a channel does not have may be left out or 0. */
const none = fc.constantFrom(undefined, 0 as const);

/** What is undefined is not there. */
function given<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}

/** The terms that each channel may have, one record a channel, as PROTOCOL.md section 5 tells them. */
export const terms: fc.Arbitrary<SubscriptionTerms> = fc
  .oneof(
    fc.record({ channel: fc.constant('book' as const), depth, conflationMs }),
    fc.record({ channel: fc.constant('ticker' as const), depth: none, conflationMs }),
    fc.record({
      channel: fc.constant('candles' as const),
      depth: none,
      conflationMs,
      intervalMs: field.intervalMs,
    }),
    fc.record({
      channel: fc.constantFrom('trades' as const, 'status' as const, 'instruments' as const),
      depth: none,
      conflationMs: none,
    }),
  )
  .map((fields) => given(fields) as SubscriptionTerms);

export const subscribed: fc.Arbitrary<Subscribed> = fc
  .tuple(
    fc.record(
      {
        type: fc.constant('subscribed' as const),
        id: field.id,
        epoch: field.epoch,
        subscription: field.subscription,
        instrument: field.instrument,
        sequence: field.sequence,
        resumed: fc.boolean(),
      },
      { requiredKeys: ['type', 'id', 'epoch', 'subscription', 'instrument', 'sequence'] },
    ),
    terms,
  )
  .map(([message, asked]) => ({ ...message, ...asked, depth: asked.depth ?? 0 }));

const entries = fc
  .uniqueArray(
    fc.record({ instrument: field.instrument, subscription: field.subscription, sequence: field.sequence }),
    { selector: ({ instrument }) => instrument, minLength: 1, maxLength: 12 },
  )
  .filter((list) => new Set(list.map(({ subscription }) => subscription)).size === list.length);

export const subscribedList: fc.Arbitrary<SubscribedList> = fc
  .tuple(
    fc.record({
      type: fc.constant('subscribed-list' as const),
      id: field.id,
      epoch: field.epoch,
      subscriptions: entries,
    }),
    terms,
  )
  .map(([message, asked]) => ({ ...message, ...asked, depth: asked.depth ?? 0 }));

const resume = fc.record({ epoch: field.epoch, sequence: field.sequence });

export const anySubscribeRequest: fc.Arbitrary<VenueRequest> = fc.oneof(
  fc
    .tuple(
      fc.record(
        { type: fc.constant('subscribe' as const), id: field.id, instrument: field.instrument, resume },
        { requiredKeys: ['type', 'id', 'instrument'] },
      ),
      terms,
    )
    .map(([message, asked]) => ({ ...message, ...asked })),
  fc
    .tuple(
      fc.record({
        type: fc.constant('subscribe-list' as const),
        id: field.id,
        instruments: fc.array(field.instrumentPattern, { minLength: 1, maxLength: 12 }),
      }),
      terms,
    )
    .map(([message, asked]) => ({ ...message, ...asked })),
);
