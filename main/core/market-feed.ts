import { FedInstruments, type FedInstrument } from './fed-instruments.ts';
import type { InstrumentId } from './instrument/instrument.ts';
import type {
  Delta,
  Epoch,
  Heartbeat,
  InstrumentChange,
  InstrumentStatus,
  MarketEvent,
  RequestId,
  SnapshotPart,
  Subscribed,
  SubscriptionId,
  TradeGap,
  TradeHistory,
  Trades,
  VenueError,
  Welcome,
} from './market-data/market-event.ts';
import type { StaleReason } from './market-data/data-quality.ts';
import type { VenueRequest } from './market-data/venue-request.ts';
import type { MarketPipeline, Resync, TradesOutcome } from './market-pipeline.ts';
import { resyncText } from './resync-cause.ts';
import { RequestDesk } from './session/request-desk.ts';

export type { FedInstrument } from './fed-instruments.ts';

/** Both clocks at one moment: monotonic for deadlines, wall for stamps people see. Milliseconds. */
export type Moment = { readonly monotonicMs: number; readonly wallMs: number };

/** A message refused before it became an event, as far as it could be read; zeros where not. */
export type RefusedMessage = {
  readonly code: string;
  readonly message: string;
  readonly subscription: SubscriptionId;
  readonly requestId: RequestId;
};

/** Lines kept until they are taken; what happens too often to be read is counted elsewhere. */
const MAX_NOTES = 100;

/**
 * A whole feed, decided without I/O: which event goes to which instrument's pipeline, and what must be asked of the venue
 * because of it. Requests are collected and taken with {@link takeRequests}; what happened is told by {@link takeNotes}.
 */
export class MarketFeed {
  readonly #fed = new FedInstruments();
  readonly #desk = new RequestDesk();
  #notes: string[] = [];
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
    return this.#desk.take();
  }

  /** Lines for the log since the last call. */
  takeNotes(): readonly string[] {
    const notes = this.#notes;
    if (notes.length > 0) this.#notes = [];
    return notes;
  }

  /** @returns how many levels of a book the event changed; 0 for everything else */
  accept(event: MarketEvent, now: Moment): number {
    switch (event.type) {
      case 'snapshot':
      case 'delta':
        return this.#acceptBook(event, now);
      case 'trades':
      case 'gap':
        this.#acceptTrades(event, now);
        return 0;
      case 'heartbeat':
        this.#acceptHeartbeat(event, now);
        return 0;
      default:
        this.#acceptRare(event, now);
        return 0;
    }
  }

  /** A frame that could not be used. If it names a book, that book has lost something. */
  refuse(refused: RefusedMessage, now: Moment): void {
    const subscription = this.#desk.find(refused.subscription);
    const fed = subscription === null ? undefined : this.#fed.find(subscription.instrument);
    this.#note(`${refused.code}: ${refused.message}`);
    // A refused acknowledgement is no answer: what it was to answer is asked again when its time is over.
    const asked = this.#desk.pending(refused.requestId, now.monotonicMs);
    if (asked?.type === 'trade-history') this.#refuseHistory(asked.instrument, now);
    if (fed === undefined || subscription?.channel !== 'book') return;
    this.#resync(fed, subscription.id, fed.pipeline.markFaulty(refused.code, now.wallMs), now);
  }

  /** The connection is gone; everything held stays readable, stale. */
  disconnected(reason: Exclude<StaleReason, 'none'>, wallMs: number): void {
    this.#desk.reset();
    for (const { pipeline } of this.#fed.list) pipeline.unbind(reason, wallMs);
  }

  /** Deadlines of requests; call at least ten times a second while connected. */
  tick(now: Moment): void {
    for (const { pipeline } of this.#fed.list) {
      this.#askHistory(pipeline, pipeline.checkDeadlines(now.monotonicMs), now);
    }
    this.#desk.tick(now.monotonicMs);
  }

  #acceptBook(event: SnapshotPart | Delta, now: Moment): number {
    const fed = this.#fedBy(event.subscription, 'book');
    if (fed === undefined) return 0;
    if (event.type === 'snapshot' && event.part === event.parts) this.#desk.answered(event.id);
    const outcome = fed.pipeline.acceptBook(event, now.wallMs);
    if (outcome.kind === 'resync') this.#resync(fed, event.subscription, outcome, now);
    if (outcome.kind !== 'applied') return 0;
    if (event.type === 'snapshot') this.#desk.snapshotTaken(event.subscription);
    return outcome.levelUpdates;
  }

  #acceptTrades(event: Trades | TradeGap, now: Moment): void {
    const fed = this.#fedBy(event.subscription, 'trades');
    if (fed === undefined) return;
    this.#askHistory(fed.pipeline, fed.pipeline.acceptTrades(event, now.monotonicMs), now);
  }

  #acceptHistory(event: TradeHistory, now: Moment): void {
    const asked = event.isLast
      ? this.#desk.answered(event.id)
      : this.#desk.pending(event.id, now.monotonicMs);
    const fed = this.#fed.find(event.instrument);
    if (asked?.type !== 'trade-history' || fed === undefined) return;
    this.#askHistory(fed.pipeline, fed.pipeline.acceptTrades(event, now.monotonicMs), now);
  }

  #acceptHeartbeat({ epoch, sequences }: Heartbeat, now: Moment): void {
    if (epoch !== this.#epoch) return;
    for (let at = 0; at + 1 < sequences.length; at += 2) {
      const id = sequences[at] ?? 0;
      const sequence = sequences[at + 1] ?? 0;
      const subscription = this.#desk.find(id);
      const fed = subscription === null ? undefined : this.#fed.find(subscription.instrument);
      if (subscription === null || fed === undefined) continue;
      if (subscription.channel === 'trades') {
        this.#askHistory(fed.pipeline, fed.pipeline.heartbeatTrades(sequence, now.monotonicMs), now);
        continue;
      }
      const resync = fed.pipeline.heartbeatBook(sequence, now.wallMs);
      if (resync !== null) this.#resync(fed, id, resync, now);
    }
  }

  #acceptRare(event: MarketEvent, now: Moment): void {
    switch (event.type) {
      case 'welcome':
        return this.#acceptWelcome(event, now);
      case 'subscribed':
        return this.#acceptSubscribed(event, now);
      case 'trade-history':
        return this.#acceptHistory(event, now);
      case 'instrument':
        return this.#acceptTerms(event, now);
      case 'status':
        return this.#acceptStatus(event, now);
      case 'error':
        return this.#acceptError(event, now);
      case 'pong':
      case 'unsubscribed':
        this.#desk.answered(event.id);
    }
  }

  #acceptWelcome({ venue, epoch, instruments }: Welcome, now: Moment): void {
    this.disconnected('syncing', now.wallMs); // nothing asked before the welcome belongs to this venue's run
    this.#venue = venue;
    this.#epoch = epoch;
    this.#fed.announce(instruments, now.wallMs);
    for (const { id: instrument } of instruments) {
      const book = { type: 'subscribe', instrument, channel: 'book', depth: 0 } as const;
      const trades = { type: 'subscribe', instrument, channel: 'trades' } as const;
      this.#desk.ask((id) => ({ ...book, id }), now.monotonicMs);
      this.#desk.ask((id) => ({ ...trades, id }), now.monotonicMs);
    }
    this.#note(`${venue}: ${instruments.length} instruments, epoch ${epoch}`);
  }

  #acceptSubscribed(ack: Subscribed, now: Moment): void {
    const subscription = this.#desk.acknowledge(ack);
    const fed = this.#fed.find(ack.instrument);
    if (subscription === null || fed === undefined || ack.epoch !== this.#epoch) {
      this.#note(`acknowledgement ${ack.id} for ${ack.instrument} answers nothing that was asked`);
      return;
    }
    if (ack.channel === 'book') {
      fed.pipeline.bindBook(ack.subscription, ack.epoch, now.wallMs);
      this.#desk.awaitSnapshot(ack.subscription, now.monotonicMs);
      return;
    }
    const { pipeline } = fed;
    this.#askHistory(
      pipeline,
      pipeline.bindTrades(ack.subscription, ack.epoch, ack.sequence, now.monotonicMs),
      now,
    );
  }

  #acceptTerms({ instrument, epoch }: InstrumentChange, now: Moment): void {
    const fed = this.#changing(instrument.id, epoch, 'terms');
    if (fed === null) return;
    this.#note(`${instrument.id}: new terms`);
    if (this.#fed.change(fed, instrument, now.wallMs) === 'kept') return;
    // Should the book that the venue now sends unasked not come, it is asked for.
    const subscription = this.#desk.findBook(instrument.id);
    if (subscription !== null) this.#desk.awaitSnapshot(subscription.id, now.monotonicMs);
  }

  #acceptStatus({ instrument, epoch, state, reason }: InstrumentStatus, now: Moment): void {
    const fed = this.#changing(instrument, epoch, 'state');
    if (fed === null) return;
    this.#note(`${instrument}: ${state}, ${reason}`);
    this.#fed.change(fed, { ...fed.pipeline.instrument, state }, now.wallMs);
  }

  #changing(id: InstrumentId, epoch: Epoch, what: string): FedInstrument | null {
    const fed = this.#fed.find(id);
    if (fed?.isAnnounced === true && epoch === this.#epoch) return fed;
    this.#note(`${what} of ${id} under epoch ${epoch}, which was not announced`);
    return null;
  }

  #acceptError({ id, code, message }: VenueError, now: Moment): void {
    const asked = this.#desk.answered(id);
    this.#note(`the venue refused ${asked?.type ?? 'a message'}: ${code}, ${message}`);
    // A refused snapshot is asked for again by the schedule.
    if (asked?.type !== 'subscribe' && asked?.type !== 'trade-history') return;
    if (code === 'RATE_LIMITED') this.#desk.askLater(asked);
    else if (asked.type === 'trade-history') this.#refuseHistory(asked.instrument, now);
  }

  #refuseHistory(id: InstrumentId, now: Moment): void {
    const pipeline = this.#fed.find(id)?.pipeline;
    if (pipeline !== undefined) this.#askHistory(pipeline, pipeline.refuseHistory(now.monotonicMs), now);
  }

  #fedBy(id: SubscriptionId, channel: 'book' | 'trades'): FedInstrument | undefined {
    const subscription = this.#desk.find(id);
    return subscription?.channel === channel ? this.#fed.find(subscription.instrument) : undefined;
  }

  #resync(fed: FedInstrument, subscription: SubscriptionId, { error }: Resync, now: Moment): void {
    this.#note(resyncText(error, fed.pipeline.instrument.id));
    this.#desk.askSnapshot(subscription, now.monotonicMs);
  }

  #askHistory(pipeline: MarketPipeline, { history, fault }: TradesOutcome, now: Moment): void {
    const { id: instrument } = pipeline.instrument;
    if (fault !== null) {
      this.#note(`${fault.code}: expected ${fault.expected} for ${instrument}, received ${fault.received}`);
    }
    if (history === null) return;
    const { from, to } = history;
    this.#desk.ask((id) => ({ type: 'trade-history', id, instrument, from, to }), now.monotonicMs);
  }

  #note(line: string): void {
    if (this.#notes.length < MAX_NOTES) this.#notes.push(line);
  }
}
