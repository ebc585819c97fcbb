import type { Epoch } from '../../main/core/market-data/market-event.ts';
import { SharedMessage } from '../server/shared-message.ts';
import { termsOnTheWire } from '../server/subscription-terms.ts';
import type { Topic } from '../server/topic.ts';

export type TopicPlace = { readonly topic: Topic; readonly sequence: number };

/**
 * A reader by HTTP subscribes to nothing, so nothing is acknowledged; but most messages name a subscription only by its
 * number. One `subscribed-list` a channel says whose number it is.
 */
export function subscriptionLists(epoch: Epoch, places: readonly TopicPlace[]): SharedMessage[] {
  const byChannel = new Map<string, TopicPlace[]>();
  for (const place of places) {
    const { channel } = place.topic;
    byChannel.set(channel, [...(byChannel.get(channel) ?? []), place]);
  }
  return [...byChannel.values()].flatMap((ofChannel) => listOf(epoch, ofChannel));
}

function listOf(epoch: Epoch, places: readonly TopicPlace[]): SharedMessage[] {
  const [first] = places;
  if (first === undefined) return [];
  const subscriptions = places.map(({ topic, sequence }) => ({
    instrument: topic.instrument,
    subscription: topic.subscription,
    sequence,
  }));
  const terms = termsOnTheWire(first.topic.terms);
  return [new SharedMessage({ type: 'subscribed-list', id: 1, epoch, ...terms, subscriptions })];
}
