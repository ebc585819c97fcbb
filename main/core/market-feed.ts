import type { Instrument, InstrumentId } from './instrument/instrument.ts';
import type {
  Delta,
  Heartbeat,
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
import { MarketPipeline, type Resync, type TradesOutcome } from './market-pipeline.ts';
import { resyncText } from './resync-cause.ts';
import { RequestDesk } from './session/request-desk.ts';

/** Both clocks at one moment: monotonic for deadlines, wall for stamps people see. Milliseconds. */
export type Moment = { readonly monotonicMs: number; readonly wallMs: number };

/** A message refused before it became an event, as far as it could be read; zeros where not. */
export type RefusedMessage = {
  readonly code: string;
  readonly message: string;
  readonly subscription: SubscriptionId;
  readonly requestId: RequestId;
};

/** One instrument of the feed. `index` is given once and stays, also over a venue's restart. */
export type FedInstrument = {
  readonly index: number;
  readonly pipeline: MarketPipeline;
  /** The venue's latest welcome names it; one that is not announced is never live. */
  isAnnounced: boolean;
};

/** Lines kept until they are taken; what happens too often to be read is counted elsewhere. */
const MAX_NOTES = 100;

/**
 * A whole feed, decided without I/O: which event goes to which instrument's pipeline, and what must be asked of the venue
 * because of it. Requests are collected and taken with {@link takeRequests}; what happened is told by {@link takeNotes}.
 */
export class MarketFeed {
  readonly #instruments: FedInstrument[] = [];
  readonly #byId = new Map<InstrumentId, FedInstrument>();
  readonly #desk = new RequestDesk();
  #notes: string[] = [];
  #venue = '';
  #epoch = 0;
  #termsVersion = 0;

  get instruments(): readonly FedInstrument[] {
    return this.#instruments;
  }
  get venue(): string {
    return this.#venue;
  }
  /** Changes when an instrument came, went or changed its terms or state. */
  get termsVersion(): number {
    return this.#termsVersion;
  }
  find(id: string): FedInstrument | undefined {
    return this.#byId.get(id as InstrumentId);
  }
  get announcedCount(): number {
    return this.#instruments.reduce((count, { isAnnounced }) => count + (isAnnounced ? 1 : 0), 0);
  }
  get liveCount(): number {
    return this.#instruments.reduce(
      (count, { isAnnounced, pipeline }) => count + (isAnnounced && pipeline.quality.isLive ? 1 : 0),
      0,
    );
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
    const fed = subscription === null ? undefined : this.#byId.get(subscription.instrument);
    this.#note(`${refused.code}: ${refused.message}`);
    const asked = this.#desk.answered(refused.requestId);
    if (asked?.type === 'trade-history') this.#refuseHistory(asked.instrument, now);
    if (fed === undefined || subscription?.channel !== 'book') return;
    this.#resync(fed, subscription.id, fed.pipeline.markFaulty(refused.code, now.wallMs), now);
  }

  /** The connection is gone; everything held stays readable, stale. */
  disconnected(reason: Exclude<StaleReason, 'none'>, wallMs: number): void {
    this.#desk.reset();
    for (const { pipeline } of this.#instruments) pipeline.unbind(reason, wallMs);
  }

  /** Deadlines of requests; call at least ten times a second while connected. */
  tick(now: Moment): void {
    for (const { pipeline } of this.#instruments) {
      this.#askHistory(pipeline, pipeline.checkDeadlines(now.monotonicMs));
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
    this.#askHistory(fed.pipeline, fed.pipeline.acceptTrades(event, now.monotonicMs));
  }

  #acceptHistory(event: TradeHistory, now: Moment): void {
    const asked = event.isLast ? this.#desk.answered(event.id) : this.#desk.pending(event.id);
    const fed = this.#byId.get(event.instrument);
    if (asked?.type !== 'trade-history' || fed === undefined) return;
    this.#askHistory(fed.pipeline, fed.pipeline.acceptTrades(event, now.monotonicMs));
  }

  #acceptHeartbeat({ epoch, sequences }: Heartbeat, now: Moment): void {
    if (epoch !== this.#epoch) return;
    for (let at = 0; at + 1 < sequences.length; at += 2) {
      const id = sequences[at] ?? 0;
      const sequence = sequences[at + 1] ?? 0;
      const subscription = this.#desk.find(id);
      const fed = subscription === null ? undefined : this.#byId.get(subscription.instrument);
      if (subscription === null || fed === undefined) continue;
      if (subscription.channel === 'trades') {
        this.#askHistory(fed.pipeline, fed.pipeline.heartbeatTrades(sequence, now.monotonicMs));
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
        return this.#acceptTerms(event.instrument, now);
      case 'status':
        return this.#acceptStatus(event, now);
      case 'error':
        return this.#acceptError(event, now);
      case 'pong':
      case 'unsubscribed':
        this.#desk.answered(event.id);
    }
  }

  #acceptWelcome(welcome: Welcome, now: Moment): void {
    this.disconnected('syncing', now.wallMs); // nothing asked before the welcome belongs to this venue's run
    this.#venue = welcome.venue;
    this.#epoch = welcome.epoch;
    for (const fed of this.#instruments) fed.isAnnounced = false;
    for (const instrument of welcome.instruments) {
      this.#announce(instrument, now.wallMs);
      this.#desk.ask((id) => ({
        type: 'subscribe',
        id,
        instrument: instrument.id,
        channel: 'book',
        depth: 0,
      }));
      this.#desk.ask((id) => ({ type: 'subscribe', id, instrument: instrument.id, channel: 'trades' }));
    }
    this.#termsVersion += 1;
    this.#note(`${welcome.venue}: ${welcome.instruments.length} instruments, epoch ${welcome.epoch}`);
  }

  #announce(instrument: Instrument, wallMs: number): void {
    const known = this.#byId.get(instrument.id);
    if (known !== undefined) {
      known.isAnnounced = true;
      known.pipeline.applyTerms(instrument, wallMs);
      return;
    }
    const pipeline = new MarketPipeline(instrument);
    const fed = { index: this.#instruments.length, pipeline, isAnnounced: true };
    this.#instruments.push(fed);
    this.#byId.set(instrument.id, fed);
  }

  #acceptSubscribed(ack: Subscribed, now: Moment): void {
    const subscription = this.#desk.acknowledge(ack);
    const fed = this.#byId.get(ack.instrument);
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
    );
  }

  #acceptTerms(instrument: Instrument, now: Moment): void {
    const fed = this.#byId.get(instrument.id);
    if (fed === undefined) return;
    fed.pipeline.applyTerms(instrument, now.wallMs);
    this.#termsVersion += 1;
    this.#note(`${instrument.id}: new terms`);
  }

  #acceptStatus({ instrument, state, reason }: InstrumentStatus, now: Moment): void {
    const fed = this.#byId.get(instrument);
    if (fed === undefined) return;
    fed.pipeline.applyTerms({ ...fed.pipeline.instrument, state }, now.wallMs);
    this.#termsVersion += 1;
    this.#note(`${instrument}: ${state}, ${reason}`);
  }

  #acceptError({ id, code, message }: VenueError, now: Moment): void {
    const asked = this.#desk.answered(id);
    this.#note(`the venue refused ${asked?.type ?? 'a message'}: ${code}, ${message}`);
    // A refused snapshot is asked for again by the schedule.
    if (asked?.type === 'trade-history') this.#refuseHistory(asked.instrument, now);
    if (asked?.type === 'subscribe' && code === 'RATE_LIMITED') this.#desk.askLater(asked);
  }

  #refuseHistory(id: InstrumentId, now: Moment): void {
    const pipeline = this.#byId.get(id)?.pipeline;
    if (pipeline !== undefined) this.#askHistory(pipeline, pipeline.refuseHistory(now.monotonicMs));
  }

  #fedBy(id: SubscriptionId, channel: 'book' | 'trades'): FedInstrument | undefined {
    const subscription = this.#desk.find(id);
    return subscription?.channel === channel ? this.#byId.get(subscription.instrument) : undefined;
  }

  #resync(fed: FedInstrument, subscription: SubscriptionId, { error }: Resync, now: Moment): void {
    this.#note(resyncText(error, fed.pipeline.instrument.id));
    this.#desk.askSnapshot(subscription, now.monotonicMs);
  }

  #askHistory(pipeline: MarketPipeline, { history, fault }: TradesOutcome): void {
    const { id: instrument } = pipeline.instrument;
    if (fault !== null) {
      this.#note(`${fault.code}: expected ${fault.expected} for ${instrument}, received ${fault.received}`);
    }
    if (history === null) return;
    this.#desk.ask((id) => ({ type: 'trade-history', id, instrument, from: history.from, to: history.to }));
  }

  #note(line: string): void {
    if (this.#notes.length < MAX_NOTES) this.#notes.push(line);
  }
}
