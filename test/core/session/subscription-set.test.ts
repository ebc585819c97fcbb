import { describe, expect, it } from 'vitest';
import { instrumentId } from '../../../main/core/instrument/instrument.ts';
import type { Subscribed } from '../../../main/core/market-data/market-event.ts';
import { SubscriptionSet } from '../../../main/core/session/subscription-set.ts';

const BTC = instrumentId('BTC-USD');

function acknowledgement(change: Partial<Subscribed> = {}): Subscribed {
  return {
    type: 'subscribed',
    id: 1,
    epoch: 1,
    subscription: 40,
    instrument: BTC,
    channel: 'book',
    depth: 0,
    sequence: 5,
    ...change,
  };
}

function asked(): SubscriptionSet {
  const set = new SubscriptionSet();
  set.number((id) => ({ type: 'subscribe', id, instrument: BTC, channel: 'book' }), 0);
  return set;
}

describe('SubscriptionSet', () => {
  it('knows a subscription once its acknowledgement came', () => {
    const set = asked();
    const subscription = { id: 40, instrument: BTC, channel: 'book' };
    expect(set.acknowledge(acknowledgement())).toEqual(subscription);
    expect(set.find(40)).toEqual(subscription);
    expect(set.requestsUnderWay).toBe(0);
  });

  it.each([
    ['another request number', { id: 2 }],
    ['another channel', { channel: 'trades' as const }],
    ['another instrument', { instrument: instrumentId('ETH-USD') }],
  ])('refuses an acknowledgement with %s', (_, change) => {
    expect(asked().acknowledge(acknowledgement(change))).toBeNull();
  });

  it('knows nothing of a connection before', () => {
    const set = asked();
    set.acknowledge(acknowledgement());
    set.reset();
    expect(set.find(40)).toBeNull();
  });
});
