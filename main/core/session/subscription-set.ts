import type { InstrumentId } from '../instrument/instrument.ts';
import type { Channel, RequestId, Subscribed, SubscriptionId } from '../market-data/market-event.ts';
import type { VenueRequest } from '../market-data/venue-request.ts';

/** One acknowledged subscription. */
export type Subscription = {
  readonly id: SubscriptionId;
  readonly instrument: InstrumentId;
  readonly channel: Channel;
};

const MAX_REQUEST_ID = 0x7fff_ffff;

/** Requests under way and subscriptions acknowledged on one connection. */
export class SubscriptionSet {
  #nextId = 1;
  readonly #byRequest = new Map<RequestId, VenueRequest>();
  readonly #bySubscription = new Map<SubscriptionId, Subscription>();

  /** Numbers a request and remembers it until {@link answered}. */
  number(make: (id: RequestId) => VenueRequest): VenueRequest {
    const id = this.#nextId;
    this.#nextId = id === MAX_REQUEST_ID ? 1 : id + 1;
    const request = make(id);
    this.#byRequest.set(id, request);
    return request;
  }

  /** @returns the request this answers, or null when it was not asked on this connection */
  answered(id: RequestId): VenueRequest | null {
    const request = this.#byRequest.get(id) ?? null;
    this.#byRequest.delete(id);
    return request;
  }

  /** As {@link answered}, for an answer of which more parts will come. */
  pending(id: RequestId): VenueRequest | null {
    return this.#byRequest.get(id) ?? null;
  }

  get requestsUnderWay(): number {
    return this.#byRequest.size;
  }

  /** @returns the subscription, or null when the acknowledgement does not fit a subscribe of this connection */
  acknowledge(ack: Subscribed): Subscription | null {
    const request = this.answered(ack.id);
    if (request?.type !== 'subscribe') return null;
    if (request.instrument !== ack.instrument || request.channel !== ack.channel) return null;
    const subscription: Subscription = {
      id: ack.subscription,
      instrument: ack.instrument,
      channel: ack.channel,
    };
    this.#bySubscription.set(subscription.id, subscription);
    return subscription;
  }

  find(id: SubscriptionId): Subscription | null {
    return this.#bySubscription.get(id) ?? null;
  }

  /** A new connection: nothing is acknowledged on it yet. */
  reset(): void {
    this.#byRequest.clear();
    this.#bySubscription.clear();
  }
}
