import type { Epoch, Subscribed, SubscriptionId } from '../../main/core/market-data/market-event.ts';
import type { VenueRequest } from '../../main/core/market-data/venue-request.ts';
import { BookSubscription } from './book-subscription.ts';
import { MAX_BOOK_FEEDS } from './instrument-directory.ts';
import type { InstrumentDirectory } from './instrument-directory.ts';
import type { Outbox } from './outbox.ts';
import { requestError } from './request-error.ts';
import type { RequestErrorCode } from './request-error.ts';
import { TradeSubscription } from './trade-subscription.ts';
import type { VenueInstrument } from './venue-instrument.ts';

const MAX_SUBSCRIPTIONS = 256;
const MAX_TRADES_PER_REQUEST = 20_000;

type RequestOf<Type extends VenueRequest['type']> = Extract<VenueRequest, { type: Type }>;
type Subscription = BookSubscription | TradeSubscription;

/** Answers the requests of one connection and holds what it is subscribed to. */
export class RequestDesk {
  readonly #directory: InstrumentDirectory;
  readonly #epoch: Epoch;
  readonly #outbox: Outbox;
  readonly #subscriptions = new Map<SubscriptionId, { held: Subscription; instrument: VenueInstrument }>();

  constructor(directory: InstrumentDirectory, epoch: Epoch, outbox: Outbox) {
    this.#directory = directory;
    this.#epoch = epoch;
    this.#outbox = outbox;
  }

  /** Exactly one acknowledgement, answer or error. */
  answer(request: VenueRequest): void {
    switch (request.type) {
      case 'subscribe':
        return this.#subscribe(request);
      case 'unsubscribe':
        return this.#unsubscribe(request);
      case 'snapshot':
        return this.#snapshot(request);
      case 'trade-history':
        return this.#tradeHistory(request);
      case 'ping':
        return this.#outbox.send({ type: 'pong', id: request.id, sentTime: this.#outbox.sentTime });
    }
  }

  /** Sends what a slow reader has missed, subscription by subscription. */
  catchUp(): void {
    for (const { held } of this.#subscriptions.values()) held.catchUp();
  }

  /** Leaves every feed. */
  end(): void {
    for (const id of [...this.#subscriptions.keys()]) this.#leave(id);
  }

  #subscribe(request: RequestOf<'subscribe'>): void {
    const instrument = this.#directory.find(request.instrument);
    if (instrument === null)
      return this.#refuse(request, 'UNKNOWN_INSTRUMENT', `no instrument ${request.instrument}`);
    const depth = request.channel === 'trades' ? 0 : (request.depth ?? 0);
    const held = this.#heldOrNew(instrument, request, depth);
    if (held === null) return;
    const acknowledgement: Subscribed = {
      type: 'subscribed',
      id: request.id,
      epoch: this.#epoch,
      subscription: held.id,
      instrument: request.instrument,
      channel: request.channel,
      depth,
      sequence: held.feed.sequence,
    };
    this.#outbox.send(acknowledgement);
    if (held.channel === 'book') held.sendSnapshot(0);
  }

  /** Null when refused; the refusal is sent. */
  #heldOrNew(
    instrument: VenueInstrument,
    request: RequestOf<'subscribe'>,
    depth: number,
  ): Subscription | null {
    const known = this.#subscriptions.get(instrument.subscriptionOf(request.channel, depth));
    if (known !== undefined) return known.held;
    if (this.#subscriptions.size >= MAX_SUBSCRIPTIONS) {
      this.#refuse(request, 'TOO_MANY_SUBSCRIPTIONS', `at most ${MAX_SUBSCRIPTIONS} on one connection`);
      return null;
    }
    const held =
      request.channel === 'trades' ? this.#joinTrades(instrument) : this.#joinBook(instrument, depth);
    if (held === null)
      this.#refuse(request, 'TOO_MANY_SUBSCRIPTIONS', `the venue keeps at most ${MAX_BOOK_FEEDS} books`);
    else this.#subscriptions.set(held.id, { held, instrument });
    return held;
  }

  #joinTrades(instrument: VenueInstrument): TradeSubscription {
    const subscription = new TradeSubscription(instrument.trades, this.#outbox, this.#epoch);
    instrument.trades.subscribers.add(subscription);
    return subscription;
  }

  #joinBook(instrument: VenueInstrument, depth: number): BookSubscription | null {
    const feed = this.#directory.openBookFeed(instrument, depth);
    if (feed === null) return null;
    const subscription = new BookSubscription(feed, this.#outbox);
    feed.subscribers.add(subscription);
    return subscription;
  }

  #unsubscribe(request: RequestOf<'unsubscribe'>): void {
    if (!this.#leave(request.subscription)) return this.#refuseSubscription(request);
    this.#outbox.send({ type: 'unsubscribed', id: request.id, subscription: request.subscription });
  }

  #leave(id: SubscriptionId): boolean {
    const entry = this.#subscriptions.get(id);
    if (entry === undefined) return false;
    const { held, instrument } = entry;
    if (held.channel === 'trades') held.feed.subscribers.delete(held);
    else {
      held.feed.subscribers.delete(held);
      instrument.dropIfUnfollowed(held.feed.depth);
    }
    this.#outbox.forget(id);
    return this.#subscriptions.delete(id);
  }

  #snapshot(request: RequestOf<'snapshot'>): void {
    const held = this.#subscriptions.get(request.subscription)?.held;
    if (held?.channel !== 'book') return this.#refuseSubscription(request);
    if (request.atSequence === undefined) return held.sendSnapshot(request.id);
    const parts = held.feed.snapshotAt(request.id, this.#outbox.sentTime, request.atSequence);
    if (parts === 'too-old')
      return this.#refuse(request, 'SEQUENCE_TOO_OLD', `sequence ${request.atSequence} is no longer kept`);
    if (parts === 'ahead')
      return this.#refuse(request, 'SEQUENCE_AHEAD', `the book has not reached ${request.atSequence}`);
    for (const part of parts) this.#outbox.send(part);
  }

  #tradeHistory(request: RequestOf<'trade-history'>): void {
    const instrument = this.#directory.find(request.instrument);
    const { from, to } = request;
    if (instrument === null)
      return this.#refuse(request, 'UNKNOWN_INSTRUMENT', `no instrument ${request.instrument}`);
    if (to < from || to - from >= MAX_TRADES_PER_REQUEST)
      return this.#refuse(
        request,
        'BAD_RANGE',
        `expected 1 to ${MAX_TRADES_PER_REQUEST} trades, received ${from} to ${to}`,
      );
    for (const part of instrument.trades.history(request.id, from, to)) this.#outbox.send(part);
  }

  #refuseSubscription(request: RequestOf<'unsubscribe' | 'snapshot'>): void {
    const message = `${request.subscription} is no subscription of this connection that allows ${request.type}`;
    this.#refuse(request, 'UNKNOWN_SUBSCRIPTION', message);
  }

  #refuse(request: VenueRequest, code: RequestErrorCode, message: string): void {
    this.#outbox.send(requestError(request.id, code, message));
  }
}
