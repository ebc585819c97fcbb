import type { Epoch, SubscriptionId } from '../../main/core/market-data/market-event.ts';
import type { SubscriptionTerms, VenueRequest } from '../../main/core/market-data/venue-request.ts';
import { refusal } from './access-refusal.ts';
import type { AccessRefusal } from './access-refusal.ts';
import { BookFeed } from './book-feed.ts';
import { MAX_BOOK_WINDOWS } from './feed-shelf.ts';
import type { FeedShelf } from './feed-shelf.ts';
import type { Feed } from './feed.ts';
import type { InstrumentDirectory } from './instrument-directory.ts';
import type { Outbox } from './outbox.ts';
import type { Rights } from './rights.ts';
import { Subscription } from './subscription.ts';
import { fullTerms, termsOnTheWire } from './subscription-terms.ts';
import type { VenueInstrument } from './venue-instrument.ts';

const MAX_TRADES_PER_REQUEST = 20_000;

export type DeskRequest = Exclude<VenueRequest, { type: 'authenticate' }>;
type RequestOf<Type extends VenueRequest['type']> = Extract<VenueRequest, { type: Type }>;

/** Answers the requests of one connection and holds what it is subscribed to. */
export class RequestDesk {
  readonly #directory: InstrumentDirectory;
  readonly #shelf: FeedShelf;
  readonly #epoch: Epoch;
  readonly #outbox: Outbox;
  readonly #subscriptions = new Map<SubscriptionId, Subscription>();
  #rights: Rights;
  #hasSubscribed = false;

  constructor(options: {
    directory: InstrumentDirectory;
    shelf: FeedShelf;
    epoch: Epoch;
    outbox: Outbox;
    rights: Rights;
  }) {
    this.#directory = options.directory;
    this.#shelf = options.shelf;
    this.#epoch = options.epoch;
    this.#outbox = options.outbox;
    this.#rights = options.rights;
  }

  get count(): number {
    return this.#subscriptions.size;
  }

  /** Whether anything was ever subscribed on this connection. */
  get hasSubscribed(): boolean {
    return this.#hasSubscribed;
  }

  isSubscribed(subscription: SubscriptionId): boolean {
    return this.#subscriptions.has(subscription);
  }

  /** Exactly one acknowledgement, answer or error. */
  answer(request: DeskRequest): void {
    const refused = this.#carryOut(request);
    if (refused !== null) this.#outbox.sendError(request.id, refused.code, refused.message);
  }

  /** Sends what a slow reader has missed, subscription by subscription. */
  catchUp(): void {
    for (const subscription of this.#subscriptions.values()) subscription.catchUp();
  }

  /** Other rights from now on; what they do not cover ends, each with a word. */
  changeRights(rights: Rights): void {
    this.#rights = rights;
    for (const { id, feed } of [...this.#subscriptions.values()]) {
      const judged = this.#directory.readableOne(rights, feed.instrument);
      if (!('type' in judged)) continue;
      this.#leave(id);
      this.#outbox.sendError(0, 'NOT_ENTITLED', `${feed.channel} of ${feed.instrument} has ended`);
    }
  }

  /** Leaves every feed. */
  end(): void {
    for (const id of [...this.#subscriptions.keys()]) this.#leave(id);
  }

  #carryOut(request: DeskRequest): AccessRefusal | null {
    switch (request.type) {
      case 'subscribe':
        return this.#subscribe(request);
      case 'subscribe-list':
        return this.#subscribeList(request);
      case 'unsubscribe':
        return this.#unsubscribe(request);
      case 'snapshot':
        return this.#snapshot(request);
      case 'trade-history':
        return this.#tradeHistory(request);
      case 'candle-history':
        return this.#candleHistory(request);
      case 'ping':
        this.#outbox.send({ type: 'pong', id: request.id, sentTime: this.#outbox.sentTime });
        return null;
    }
  }

  #subscribe(request: RequestOf<'subscribe'>): AccessRefusal | null {
    const instrument = this.#directory.readableOne(this.#rights, request.instrument);
    if ('type' in instrument) return instrument;
    const held = this.#hold([instrument], request);
    if ('type' in held) return held;
    const [subscription] = held;
    if (subscription === undefined) throw new Error('expected a subscription for one instrument');
    const { resume } = request;
    const position = resume?.epoch === this.#epoch ? resume.sequence : null;
    const catchUp = subscription.feed.since(position);
    const resumed = position !== null && catchUp.resumed;
    this.#outbox.send({
      type: 'subscribed',
      id: request.id,
      epoch: this.#epoch,
      subscription: subscription.id,
      instrument: request.instrument,
      ...termsOnTheWire(subscription.feed.terms),
      sequence: resumed ? position : catchUp.sequence,
      ...(resumed ? { resumed } : {}),
    });
    subscription.take(catchUp);
    return null;
  }

  #subscribeList(request: RequestOf<'subscribe-list'>): AccessRefusal | null {
    const instruments = this.#directory.chosen(this.#rights, request.instruments);
    if ('type' in instruments) return instruments;
    const held = this.#hold(instruments, request);
    if ('type' in held) return held;
    const [first] = held;
    if (first === undefined) throw new Error('expected a subscription for each instrument chosen');
    this.#outbox.send({
      type: 'subscribed-list',
      id: request.id,
      epoch: this.#epoch,
      ...termsOnTheWire(first.feed.terms),
      subscriptions: held.map(({ id, feed }) => ({
        instrument: feed.instrument,
        subscription: id,
        sequence: feed.newest,
      })),
    });
    // One by one, so that what fills the connection makes the rest wait as it does for any slow reader.
    for (const subscription of held) subscription.renew();
    return null;
  }

  /** A subscription of each, all or none. */
  #hold(
    instruments: readonly VenueInstrument[],
    wanted: SubscriptionTerms,
  ): readonly Subscription[] | AccessRefusal {
    const terms = fullTerms(wanted);
    if ('type' in terms) return terms;
    const missing = instruments.filter((each) => !this.#subscriptions.has(each.numberOf(terms)));
    const { maxSubscriptions } = this.#rights;
    if (this.#subscriptions.size + missing.length > maxSubscriptions)
      return refusal('TOO_MANY_SUBSCRIPTIONS', `at most ${maxSubscriptions} on one connection`);
    const taken: Feed[] = [];
    for (const instrument of missing) {
      const feed = this.#shelf.take(instrument, terms);
      if (feed === null) {
        for (const each of taken) this.#shelf.giveBack(each);
        return refusal('TOO_MANY_SUBSCRIPTIONS', `the venue keeps at most ${MAX_BOOK_WINDOWS} books`);
      }
      taken.push(feed);
    }
    for (const feed of taken) this.#join(feed);
    return instruments.flatMap((each) => this.#subscriptions.get(each.numberOf(terms)) ?? []);
  }

  #join(feed: Feed): void {
    const subscription = new Subscription(feed, this.#outbox);
    feed.audience.join(subscription);
    this.#subscriptions.set(subscription.id, subscription);
    this.#hasSubscribed = true;
  }

  #unsubscribe(request: RequestOf<'unsubscribe'>): AccessRefusal | null {
    if (!this.#leave(request.subscription)) return unknownSubscription(request);
    this.#outbox.send({ type: 'unsubscribed', id: request.id, subscription: request.subscription });
    return null;
  }

  #leave(id: SubscriptionId): boolean {
    const subscription = this.#subscriptions.get(id);
    if (subscription === undefined) return false;
    subscription.feed.audience.leave(subscription);
    // What it moved since the last heartbeat is nobody's business any more.
    subscription.hasMoved = false;
    this.#shelf.giveBack(subscription.feed);
    return this.#subscriptions.delete(id);
  }

  #snapshot(request: RequestOf<'snapshot'>): AccessRefusal | null {
    const subscription = this.#subscriptions.get(request.subscription);
    const feed = subscription?.feed;
    if (subscription === undefined || !(feed instanceof BookFeed)) return unknownSubscription(request);
    const { id, atSequence } = request;
    if (atSequence === undefined) {
      subscription.take(feed.snapshot(id));
      return null;
    }
    const parts = feed.snapshotAt(id, atSequence);
    if (parts === 'too-old') return refusal('SEQUENCE_TOO_OLD', `sequence ${atSequence} is no longer kept`);
    if (parts === 'ahead') return refusal('SEQUENCE_AHEAD', `the book has not reached ${atSequence}`);
    for (const part of parts) this.#outbox.send(part);
    return null;
  }

  #tradeHistory(request: RequestOf<'trade-history'>): AccessRefusal | null {
    const { id, from, to } = request;
    const instrument = this.#directory.readableOne(this.#rights, request.instrument);
    if ('type' in instrument) return instrument;
    if (to < from || to - from >= MAX_TRADES_PER_REQUEST)
      return refusal(
        'BAD_RANGE',
        `expected 1 to ${MAX_TRADES_PER_REQUEST} trades, received ${from} to ${to}`,
      );
    for (const part of instrument.trades.history(id, from, to)) this.#outbox.send(part);
    return null;
  }

  #candleHistory(request: RequestOf<'candle-history'>): AccessRefusal | null {
    const { id, intervalMs, from, to } = request;
    const instrument = this.#directory.readableOne(this.#rights, request.instrument);
    if ('type' in instrument) return instrument;
    if (from >= to) return refusal('BAD_RANGE', `expected from below to, received ${from} to ${to}`);
    for (const part of instrument.candleHistory(id, intervalMs, { from, to })) this.#outbox.send(part);
    return null;
  }
}

function unknownSubscription({ type, subscription }: RequestOf<'unsubscribe' | 'snapshot'>): AccessRefusal {
  return refusal(
    'UNKNOWN_SUBSCRIPTION',
    `${subscription} is no subscription of this connection that allows ${type}`,
  );
}
