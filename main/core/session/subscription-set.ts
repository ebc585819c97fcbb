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

/** Requests under way and subscriptions acknowledged on one connection. Times are monotonic milliseconds. */
export class SubscriptionSet {
  #nextId = 1;
  /** In the order in which they were last heard of, so that the overdue ones stand first. */
  readonly #byRequest = new Map<RequestId, { readonly request: VenueRequest; readonly heardMs: number }>();
  readonly #bySubscription = new Map<SubscriptionId, Subscription>();

  /** Numbers a request and remembers it until {@link answered}. */
  number(make: (id: RequestId) => VenueRequest, nowMs: number): VenueRequest {
    const id = this.#nextId;
    this.#nextId = id === MAX_REQUEST_ID ? 1 : id + 1;
    const request = make(id);
    this.#byRequest.set(id, { request, heardMs: nowMs });
    return request;
  }

  /** @returns the request this answers, or null when it was not asked on this connection */
  answered(id: RequestId): VenueRequest | null {
    const request = this.#byRequest.get(id)?.request ?? null;
    this.#byRequest.delete(id);
    return request;
  }

  /** As {@link answered}, for an answer of which more parts will come. */
  pending(id: RequestId, nowMs: number): VenueRequest | null {
    const request = this.answered(id);
    if (request !== null) this.#byRequest.set(id, { request, heardMs: nowMs });
    return request;
  }

  /** Forgets the requests of which nothing was heard after `untilMs`. @returns them, oldest first */
  takeUnheard(untilMs: number): VenueRequest[] {
    const unheard: VenueRequest[] = [];
    for (const [id, { request, heardMs }] of this.#byRequest) {
      if (heardMs > untilMs) break;
      this.#byRequest.delete(id);
      unheard.push(request);
    }
    return unheard;
  }

  get requestsUnderWay(): number {
    return this.#byRequest.size;
  }

  /** @returns the subscription, or null when the acknowledgement does not fit a subscribe of this connection */
  acknowledge(ack: Subscribed): Subscription | null {
    const request = this.#byRequest.get(ack.id)?.request;
    if (request?.type !== 'subscribe') return null;
    if (request.instrument !== ack.instrument || request.channel !== ack.channel) return null;
    this.answered(ack.id);
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

  findBook(instrument: InstrumentId): Subscription | null {
    for (const subscription of this.#bySubscription.values())
      if (subscription.channel === 'book' && subscription.instrument === instrument) return subscription;
    return null;
  }

  /** A new connection: nothing is acknowledged on it yet. */
  reset(): void {
    this.#byRequest.clear();
    this.#bySubscription.clear();
  }
}
