import { FedInstruments, type FedInstrument } from './fed-instruments.ts';
import { FeedAnnouncements } from './feed-announcements.ts';
import { FeedBooks } from './feed-books.ts';
import { FeedDoubt, subscriptionClash } from './feed-doubt.ts';
import { FeedRequests } from './feed-requests.ts';
import { FeedTrades } from './feed-trades.ts';
import { BookUpdate, DELTA, UPDATE } from './market-data/book-update.ts';
import type {
  Heartbeat,
  MarketEvent,
  RequestId,
  Subscribed,
  SubscriptionId,
  VenueError,
  Welcome,
} from './market-data/market-event.ts';
import type { StaleReason } from './market-data/data-quality.ts';
import type { Moment } from './moment.ts';
import type { VenueRequest } from './market-data/venue-request.ts';

export type { FedInstrument } from './fed-instruments.ts';

export type { Moment } from './moment.ts';

/** A message refused before it became an event, as far as it could be read; zeros and '' where not. */
export type RefusedMessage = {
  readonly code: string;
  readonly message: string;
  readonly messageType: string;
  readonly subscription: SubscriptionId;
  readonly requestId: RequestId;
};

/**
 * A whole feed, decided without I/O: which event goes to which instrument's pipeline, and what must be asked of the venue
 * because of it. Requests are collected and taken with {@link takeRequests}; what happened is told by {@link takeNotes}.
 */
export class MarketFeed {
  readonly #fed = new FedInstruments();
  readonly #requests = new FeedRequests();
  readonly #doubt = new FeedDoubt();
  readonly #announcements = new FeedAnnouncements(this.#fed, this.#requests);
  readonly #trades = new FeedTrades(this.#fed, this.#requests);
  readonly #books = new FeedBooks(this.#fed, this.#requests, this.#doubt);
  readonly #update = new BookUpdate();
  #venue = '';
  #epoch = 0;

  get instruments(): readonly FedInstrument[] {
    return this.#fed.list;
  }
  get venue(): string {
    return this.#venue;
  }
  /** Changes when an instrument came, went or changed its terms or state. */
  get termsVersion(): number {
    return this.#fed.termsVersion;
  }
  find(id: string): FedInstrument | undefined {
    return this.#fed.find(id);
  }
  get announcedCount(): number {
    return this.#fed.announcedCount;
  }
  get liveCount(): number {
    return this.#fed.liveCount;
  }

  /** What to send now, in order; each is given once. */
  takeRequests(): readonly VenueRequest[] {
    return this.#requests.take();
  }

  /** Lines for the log since the last call. */
  takeNotes(): readonly string[] {
    return this.#requests.takeNotes();
  }

  /** Why this connection cannot be believed any more and must be ended; '' while it can. Nothing is live after it. */
  get breach(): string {
    return this.#doubt.breach;
  }

  /**
   * A delta or a part of a snapshot in the form of the hot path.
   *
   * @returns how many levels of a book it changed
   */
  acceptUpdate(update: BookUpdate, now: Moment): number {
    if (update.head[UPDATE.kind] !== DELTA && this.#giveUp(this.#books.breachOf(update), now)) return 0;
    return this.#books.accept(update, now);
  }

  /** @returns how many levels of a book the event changed; 0 for everything else */
  accept(event: MarketEvent, now: Moment): number {
    switch (event.type) {
      case 'snapshot':
      case 'delta':
        return this.acceptUpdate(this.#update.fill(event), now);
      case 'trades':
      case 'gap':
        this.#trades.accept(event, now.monotonicMs);
        return 0;
      case 'heartbeat':
        this.#acceptHeartbeat(event, now);
        break;
      default:
        this.#acceptRare(event, now);
    }
    this.#fed.standingChanged();
    return 0;
  }

  /** A frame that could not be used. The book it names has lost something, or any book when it names none. */
  refuse(refused: RefusedMessage, now: Moment): void {
    this.#fed.standingChanged();
    const subscription = this.#requests.desk.find(refused.subscription);
    const fed = subscription === null ? undefined : this.#fed.find(subscription.instrument);
    this.#requests.note(`${refused.code}: ${refused.message}`);
    // A refused acknowledgement is no answer: what it was to answer is asked again when its time is over.
    const asked = this.#requests.desk.pending(refused.requestId, now.monotonicMs);
    if (asked?.type === 'trade-history') this.#trades.refuseHistory(asked, now.monotonicMs);
    const isOfAnyBook = this.#doubt.noteRefused(refused.messageType);
    if (fed !== undefined && subscription?.channel === 'book')
      this.#books.markFaulty(fed, subscription.id, refused.code, now);
    else if (isOfAnyBook) this.#books.markAllFaulty(refused.code, now);
  }

  /** The connection is gone; everything held stays readable, stale. */
  disconnected(reason: Exclude<StaleReason, 'none'>, wallMs: number): void {
    this.#fed.standingChanged();
    this.#requests.reset();
    this.#books.reset();
    this.#doubt.clear();
    for (const { pipeline } of this.#fed.list) pipeline.unbind(reason, wallMs);
  }

  /** Deadlines of requests; call at least ten times a second while connected. */
  tick(now: Moment): void {
    this.#fed.standingChanged();
    for (const { pipeline } of this.#fed.list) {
      this.#requests.fillIn(pipeline, pipeline.checkDeadlines(now.monotonicMs), now.monotonicMs);
    }
    this.#books.proofs.tick(now);
    this.#requests.tick(now.monotonicMs);
  }

  #acceptHeartbeat({ epoch, sequences }: Heartbeat, now: Moment): void {
    if (epoch !== this.#epoch) return;
    this.#books.proofs.heartbeat(now.monotonicMs);
    for (let at = 0; at + 1 < sequences.length; at += 2) {
      const id = sequences[at] ?? 0;
      const sequence = sequences[at + 1] ?? 0;
      const subscription = this.#requests.desk.find(id);
      const fed = subscription === null ? undefined : this.#fed.find(subscription.instrument);
      if (subscription === null || fed === undefined) continue;
      if (subscription.channel === 'trades') this.#trades.heartbeat(fed, sequence, now.monotonicMs);
      if (subscription.channel === 'book') this.#books.heartbeat(fed, id, sequence, now);
    }
  }

  #acceptRare(event: MarketEvent, now: Moment): void {
    switch (event.type) {
      case 'welcome':
        return this.#acceptWelcome(event, now);
      case 'subscribed':
        return this.#acceptSubscribed(event, now);
      case 'trade-history':
        return this.#trades.acceptHistory(event, now.monotonicMs);
      case 'instrument':
        return this.#announcements.acceptTerms(event, this.#epoch, now);
      case 'status':
        return this.#announcements.acceptStatus(event, this.#epoch, now);
      case 'error':
        return this.#acceptError(event, now);
      case 'going-away':
      case 'token-expiring':
        return this.#announcements.acceptFarewell(event);
      case 'pong':
      case 'unsubscribed':
        this.#requests.desk.answered(event.id);
    }
  }

  #acceptWelcome({ venue, epoch, heartbeatIntervalMs, instruments }: Welcome, now: Moment): void {
    this.disconnected('syncing', now.wallMs); // nothing asked before the welcome belongs to this venue's run
    this.#venue = venue;
    this.#epoch = epoch;
    this.#books.proofs.begin(heartbeatIntervalMs, now.monotonicMs);
    const leftOut = this.#fed.announce(instruments, now.wallMs);
    this.#requests.subscribe(
      instruments.filter(({ id }) => this.#fed.find(id) !== undefined),
      now.monotonicMs,
    );
    this.#requests.note(`${venue}: ${instruments.length} instruments, epoch ${epoch}`);
    if (leftOut > 0) this.#requests.note(`${venue}: ${leftOut} instruments left out for want of room`);
  }

  #acceptSubscribed(ack: Subscribed, now: Moment): void {
    const fed = this.#fed.find(ack.instrument);
    const holder = this.#requests.desk.find(ack.subscription);
    // One that does not fit is no answer: what it was to answer is asked again when its time is over.
    const subscription = ack.epoch === this.#epoch ? this.#requests.desk.acknowledge(ack) : null;
    if (subscription === null || fed === undefined) {
      this.#requests.note(`acknowledgement ${ack.id} for ${ack.instrument} answers nothing that was asked`);
      return;
    }
    if (this.#giveUp(subscriptionClash(holder, ack), now)) return;
    if (ack.channel !== 'book') return this.#trades.bind(fed, ack, now.monotonicMs);
    this.#books.bind(fed, ack, now);
  }

  #acceptError({ id, code, message, retryAfterMs }: VenueError, now: Moment): void {
    const asked = this.#requests.desk.answered(id);
    this.#requests.note(`the venue refused ${asked?.type ?? 'a message'}: ${code}, ${message}`);
    if (asked !== null && retryAfterMs !== undefined)
      this.#requests.desk.waitFor(retryAfterMs, now.monotonicMs);
    // A refused snapshot is asked for again by the schedule.
    if (asked?.type !== 'subscribe' && asked?.type !== 'trade-history') return;
    if (retryAfterMs !== undefined || code === 'RATE_LIMITED') this.#requests.desk.askLater(asked);
    else if (asked.type === 'trade-history') this.#trades.refuseHistory(asked, now.monotonicMs);
    this.#requests.historyEnded(id, now.monotonicMs); // put off, it is not under way either
  }

  /** @param breach '' for none. @returns whether there is one */
  #giveUp(breach: string, now: Moment): boolean {
    if (breach === '') return false;
    this.disconnected('invalid-message', now.wallMs);
    this.#doubt.giveUp(breach);
    return true;
  }
}
