import { BookProofs } from './book-proofs.ts';
import type { FedInstrument, FedInstruments } from './fed-instruments.ts';
import type { FeedDoubt } from './feed-doubt.ts';
import type { FeedRequests } from './feed-requests.ts';
import { fieldOf, DELTA, UPDATE, type BookUpdate } from './market-data/book-update.ts';
import type { Subscribed, SubscriptionId } from './market-data/market-event.ts';
import type { BookOutcome } from './market-pipeline.ts';
import type { Moment } from './moment.ts';

/**
 * The books of a whole feed: which one a message belongs to, and what must be asked of the venue because of it. Nearly all
 * that a feed sends passes {@link accept}, so that allocates nothing while all is well.
 */
export class FeedBooks {
  readonly proofs: BookProofs;
  readonly #fed: FedInstruments;
  readonly #requests: FeedRequests;
  readonly #doubt: FeedDoubt;
  /** Acknowledged on this connection. */
  readonly #bySubscription = new Map<SubscriptionId, FedInstrument>();

  constructor(fed: FedInstruments, requests: FeedRequests, doubt: FeedDoubt) {
    this.#fed = fed;
    this.#requests = requests;
    this.#doubt = doubt;
    this.proofs = new BookProofs(fed, requests);
  }

  /** The venue acknowledged this book; its snapshot is awaited. */
  bind(fed: FedInstrument, { subscription, epoch }: Subscribed, { monotonicMs, wallMs }: Moment): void {
    fed.pipeline.bindBook(subscription, epoch, wallMs);
    this.#bySubscription.set(subscription, fed);
    this.#requests.desk.awaitSnapshot(subscription, monotonicMs);
  }

  /** Another connection: nothing is acknowledged on it yet. */
  reset(): void {
    this.#bySubscription.clear();
  }

  /**
   * A delta or a part of a snapshot. {@link breachOf} must have let a part of a snapshot pass.
   *
   * @returns how many levels of a book it changed
   */
  accept(update: BookUpdate, now: Moment): number {
    const { head } = update;
    const fed = this.#bySubscription.get(fieldOf(head, UPDATE.subscription));
    if (fed === undefined) return 0;
    const isDelta = fieldOf(head, UPDATE.kind) === DELTA;
    if (!isDelta && fieldOf(head, UPDATE.part) === fieldOf(head, UPDATE.parts))
      this.#requests.desk.answered(fieldOf(head, UPDATE.id));
    const outcome = fed.pipeline.acceptBook(update, now.wallMs);
    if (outcome.kind !== 'applied') {
      this.#notApplied(fed, outcome, now);
      return 0;
    }
    this.proofs.proved(fed, now.monotonicMs);
    if (!isDelta) {
      this.#fed.standingChanged();
      this.#requests.desk.snapshotTaken(fed.pipeline.bookSubscription);
    }
    return outcome.levelUpdates;
  }

  /** Why the connection cannot be believed any more because of this part of a snapshot; '' when it can. */
  breachOf({ head }: BookUpdate): string {
    const subscription = fieldOf(head, UPDATE.subscription);
    if (!this.#bySubscription.has(subscription)) return '';
    const isExpected = this.#requests.desk.isSnapshotExpected(subscription);
    return this.#doubt.missedTerms(fieldOf(head, UPDATE.id), isExpected);
  }

  heartbeat(fed: FedInstrument, id: SubscriptionId, sequence: number, now: Moment): void {
    const resync = fed.pipeline.heartbeatBook(sequence, now.wallMs);
    if (resync !== null) this.#requests.resync(fed.pipeline, id, resync, now.monotonicMs);
  }

  /** A message of this book was refused. @param code of the refusal */
  markFaulty({ pipeline }: FedInstrument, id: SubscriptionId, code: string, now: Moment): void {
    this.#requests.resync(pipeline, id, pipeline.markFaulty(code, now.wallMs), now.monotonicMs);
  }

  /** A message was refused that may have been of any book. */
  markAllFaulty(code: string, now: Moment): void {
    for (const fed of this.#fed.list) {
      if (!fed.pipeline.quality.isLive) continue;
      const subscription = this.#requests.desk.findBook(fed.pipeline.instrument.id);
      if (subscription !== null) this.markFaulty(fed, subscription.id, code, now);
    }
  }

  #notApplied(fed: FedInstrument, outcome: BookOutcome, now: Moment): void {
    const subscription = fed.pipeline.bookSubscription;
    if (outcome.kind === 'resync') {
      this.#fed.standingChanged();
      this.#requests.resync(fed.pipeline, subscription, outcome, now.monotonicMs);
    }
    if (outcome.kind !== 'part') return;
    this.#requests.desk.snapshotGoesOn(subscription, now.monotonicMs);
    this.proofs.heartbeat(now.monotonicMs);
  }
}
