import type { InstrumentId } from '../instrument/instrument.ts';
import type { RequestId, Subscribed, SubscriptionId } from '../market-data/market-event.ts';
import type { VenueRequest } from '../market-data/venue-request.ts';
import { ResyncSchedule } from './resync-schedule.ts';
import { SubscriptionSet, type Subscription } from './subscription-set.ts';

/** Most requests that may wait for an answer; past it none are made until some are answered. */
const MAX_REQUESTS_UNDER_WAY = 10_000;
/** A venue that limits the rate is asked again at this pace, half of what PROTOCOL.md section 5 allows. */
const DEFERRED_SPACING_MS = 40;
/** Ticks come late; what fell due meanwhile is made up for, but no more than this much of it at once. */
const LONGEST_CATCH_UP_MS = 200;
/** Longest wait for an answer, or for its next part. A venue answers at once, a slow reader's within 10 s. */
const ANSWER_WITHIN_MS = 10_000;

/** Longest that a venue may keep the next request waiting, whatever it asks for. */
const LONGEST_PAUSE_MS = 60_000;

/**
 * Everything asked of one venue on one connection: numbered, remembered until answered, and asked again where the answer
 * stayed out. Sends nothing: what to send is taken from it. Times are monotonic milliseconds.
 */
export class RequestDesk {
  readonly #subscriptions = new SubscriptionSet();
  readonly #resyncs = new ResyncSchedule();
  #outgoing: VenueRequest[] = [];
  #deferred: VenueRequest[] = [];
  #nextDeferredMs = 0;
  /** The venue refuses until then, whatever it is asked. */
  #pausedUntilMs = 0;

  /** What to send now, in order; each is given once. */
  take(): readonly VenueRequest[] {
    const requests = this.#outgoing;
    if (requests.length > 0) this.#outgoing = [];
    return requests;
  }

  /** @returns the request's number, 0 when too many wait for an answer and it was not made */
  ask(make: (id: RequestId) => VenueRequest, nowMs: number): RequestId {
    if (this.#subscriptions.requestsUnderWay >= MAX_REQUESTS_UNDER_WAY) return 0;
    const request = this.#subscriptions.number(make, nowMs);
    this.#outgoing.push(request);
    return request.id;
  }

  /** The venue was asked too much at once: asks this again, under another number, when it is this one's turn. */
  askLater(request: VenueRequest): void {
    if (this.#deferred.length < MAX_REQUESTS_UNDER_WAY) this.#deferred.push(request);
  }

  /** The venue refused for a limit and named when to ask again: nothing is asked again before. */
  waitFor(retryAfterMs: number, nowMs: number): void {
    const untilMs = nowMs + Math.min(retryAfterMs, LONGEST_PAUSE_MS);
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, untilMs);
  }

  /** Whether the venue would refuse whatever it is asked now. */
  isPaused(nowMs: number): boolean {
    return nowMs < this.#pausedUntilMs;
  }

  /** This book needs a snapshot: asked for now, or as soon as the spacing allows. */
  askSnapshot(subscription: SubscriptionId, nowMs: number): void {
    this.#resyncs.need(subscription, nowMs);
    this.#askDueSnapshots(nowMs);
  }

  /** A snapshot is coming unasked; it is asked for if it does not. */
  awaitSnapshot(subscription: SubscriptionId, nowMs: number): void {
    this.#resyncs.expect(subscription, nowMs);
  }

  /** A part of a snapshot came; it is asked for if the rest does not follow. */
  snapshotGoesOn(subscription: SubscriptionId, nowMs: number): void {
    this.#resyncs.goesOn(subscription, nowMs);
  }

  isSnapshotExpected(subscription: SubscriptionId): boolean {
    return this.#resyncs.isExpected(subscription);
  }

  snapshotTaken(subscription: SubscriptionId): void {
    this.#resyncs.settled(subscription);
  }

  /** Asks again what is overdue or was put off; call at least ten times a second while connected. */
  tick(nowMs: number): void {
    if (this.isPaused(nowMs)) return;
    this.#askDueSnapshots(nowMs);
    this.#askUnansweredAgain(nowMs);
    this.#nextDeferredMs = Math.max(this.#nextDeferredMs, nowMs - LONGEST_CATCH_UP_MS, this.#pausedUntilMs);
    while (nowMs >= this.#nextDeferredMs) {
      const request = this.#deferred.shift();
      if (request === undefined) break;
      this.ask((id) => ({ ...request, id }), nowMs);
      this.#nextDeferredMs += DEFERRED_SPACING_MS;
    }
  }

  /** @returns the request this ends, or null when it was not asked on this connection */
  answered(id: RequestId): VenueRequest | null {
    return this.#subscriptions.answered(id);
  }
  /** As {@link answered}, for an answer of which more parts will come. */
  pending(id: RequestId, nowMs: number): VenueRequest | null {
    return this.#subscriptions.pending(id, nowMs);
  }
  /** @returns null when the acknowledgement answers no subscribe of this connection */
  acknowledge(ack: Subscribed): Subscription | null {
    return this.#subscriptions.acknowledge(ack);
  }
  find(id: SubscriptionId): Subscription | null {
    return this.#subscriptions.find(id);
  }

  findBook(instrument: InstrumentId): Subscription | null {
    return this.#subscriptions.findBook(instrument);
  }

  /** Another connection: nothing was asked on it yet. */
  reset(): void {
    this.#subscriptions.reset();
    this.#resyncs.reset();
    this.#outgoing = [];
    this.#deferred = [];
    this.#nextDeferredMs = 0;
    this.#pausedUntilMs = 0;
  }

  #askDueSnapshots(nowMs: number): void {
    if (this.isPaused(nowMs)) return;
    for (const subscription of this.#resyncs.takeDue(nowMs)) {
      this.ask((id) => ({ type: 'snapshot', id, subscription }), nowMs);
    }
  }

  /** Snapshots have their own schedule and trade history its own deadline; a subscribe has only this. */
  #askUnansweredAgain(nowMs: number): void {
    for (const request of this.#subscriptions.takeUnheard(nowMs - ANSWER_WITHIN_MS))
      if (request.type === 'subscribe') this.ask((id) => ({ ...request, id }), nowMs);
  }
}
