import type { Subscribed, SubscribedList, Unsubscribed } from '../core/market-data/market-event.ts';
import * as schema from './message-validators.generated.mjs';
import { badField } from './schema-fault.ts';
import { termsFault, termsOf } from './subscription-terms.ts';
import { wireError, type WireError } from './wire-error.ts';

export function validateSubscribed(value: unknown): Subscribed | WireError {
  if (!schema.subscribed(value)) return badField('subscribed', value, schema.subscribed);
  const fault = termsFault(value);
  if (fault !== '') return wireError('WIRE_BAD_FIELD', fault, value);
  const { id, epoch, subscription, instrument, depth, sequence, resumed } = value;
  return {
    type: 'subscribed',
    id,
    epoch,
    subscription,
    instrument,
    ...termsOf(value),
    depth,
    sequence,
    ...(resumed === undefined ? {} : { resumed }),
  };
}

export function validateSubscribedList(value: unknown): SubscribedList | WireError {
  if (!schema.subscribedList(value)) return badField('subscribed-list', value, schema.subscribedList);
  const termsWrong = termsFault(value);
  if (termsWrong !== '') return wireError('WIRE_BAD_FIELD', termsWrong, value);
  const fault = entriesFault(value.subscriptions);
  if (fault !== '') return wireError('WIRE_BAD_LIST', `subscribed-list: ${fault}`, value);
  const { id, epoch, depth } = value;
  const subscriptions = value.subscriptions.map(({ instrument, subscription, sequence }) => ({
    instrument,
    subscription,
    sequence,
  }));
  return { type: 'subscribed-list', id, epoch, ...termsOf(value), depth, subscriptions };
}

export function validateUnsubscribed(value: unknown): Unsubscribed | WireError {
  if (!schema.unsubscribed(value)) return badField('unsubscribed', value, schema.unsubscribed);
  return { type: 'unsubscribed', id: value.id, subscription: value.subscription };
}

/** Each instrument once, and each with a number of its own. */
function entriesFault(entries: SubscribedList['subscriptions']): string {
  const seen = new Set<string | number>();
  for (const { instrument, subscription } of entries) {
    if (seen.has(instrument)) return `expected each instrument once, received ${instrument} again`;
    if (seen.has(subscription)) return `expected each subscription once, received ${subscription} again`;
    seen.add(instrument).add(subscription);
  }
  return '';
}
