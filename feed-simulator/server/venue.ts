import type { Instrument, InstrumentId } from '../../main/core/instrument/instrument.ts';
import type { VenueCandleIntervalMs } from '../../main/core/market-data/channel.ts';
import type {
  CandleHistory,
  Epoch,
  Heartbeat,
  TradeHistory,
  Welcome,
} from '../../main/core/market-data/market-event.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import type { MarketChange } from '../market-model/market-change.ts';
import type { VenueSummary } from './venue-summary.ts';
import type { AccessRefusal } from './access-refusal.ts';
import type { AnnouncementFeed } from './announcement-feed.ts';
import { AnsweringTime } from './answering-time.ts';
import type { Connection } from './connection.ts';
import { Counts } from './counts.ts';
import { Departure } from './departure.ts';
import { Outbox } from './outbox.ts';
import { PublishedMarket } from './published-market.ts';
import { RequestDesk } from './request-desk.ts';
import type { Rights } from './rights.ts';
import { HEARTBEAT_INTERVAL_MS, Session } from './session.ts';
import { openTopics } from './topic-selection.ts';
import type { OpenTopics, TopicSelection } from './topic-selection.ts';
import type { TradeRing } from './trade-ring.ts';
import { DEFAULT_LIMITS } from './venue-limits.ts';
import type { VenueLimits } from './venue-limits.ts';
import type { VenueInstrument } from './venue-instrument.ts';
import { openRights, refuseTokens } from './venue-options.ts';
import type { VenueOptions } from './venue-options.ts';

/** The exchange's server side: numbers the market's changes and passes them to its sessions. No I/O, no timers. */
export class Venue {
  readonly epoch: Epoch;
  readonly limits: VenueLimits;
  readonly #options: VenueOptions;
  readonly #counts: Counts;
  readonly #market: PublishedMarket;
  readonly #sessions = new Set<Session>();
  readonly #departure: Departure;
  readonly #answering: AnsweringTime;

  constructor(options: VenueOptions) {
    this.epoch = options.epoch;
    this.limits = options.limits ?? DEFAULT_LIMITS;
    this.#options = options;
    this.#departure = new Departure(options);
    this.#answering = new AnsweringTime(options.clock);
    this.#counts = options.counts ?? new Counts();
    const { epoch, market, clock, history = [] } = options;
    this.#market = new PublishedMarket({ epoch, market, clock, counts: this.#counts, history });
  }

  get sessionCount(): number {
    return this.#sessions.size;
  }

  /** Clients have asked for as much as one step allows: what comes now had better be read after the next. */
  get isBusy(): boolean {
    return this.#answering.isSpent;
  }

  /** Does what a client asked for and counts the time it takes. */
  spend(work: () => void): void {
    this.#answering.spend(work);
  }

  /** The trades held, one ring per instrument: what a venue that takes over begins with. */
  get history(): readonly TradeRing[] {
    return this.#market.directory.all.map(({ ring }) => ring);
  }

  /**
   * A new client; it has its welcome when this returns.
   *
   * @param rights what it may do until it authenticates; everything within the limits when left out
   */
  openSession(connection: Connection, codec: CodecName, rights: Rights = openRights(this.limits)): Session {
    const { clock, gates, authenticate, mayMessage } = this.#options;
    const { facts } = connection;
    const { limits, epoch } = this;
    const { directory, shelf } = this.#market;
    const gate = gates?.(facts, connection) ?? null;
    const outbox = new Outbox({ connection, codec, clock, limits, counts: this.#counts, gate });
    const session = new Session({
      facts,
      codec,
      clock,
      limits,
      outbox,
      desk: new RequestDesk({ directory, shelf, epoch, outbox, rights }),
      rights,
      welcome: this.welcomeFor(this.definitions(rights)),
      authenticate: (token) => (authenticate ?? refuseTokens)(token, facts),
      mayMessage: mayMessage ?? (() => null),
      answering: this.#answering,
    });
    this.#sessions.add(session);
    this.#options.audit?.({ event: 'session-opened', connection: facts, subject: rights.subject });
    if (this.#departure.reason !== null) this.#sendAway(session, this.#departure.delayMs());
    return session;
  }

  /** The client's connection is gone. A second call for the same session changes nothing. */
  endSession(
    session: Session,
    closed: { code: number | null; reason: string } = { code: null, reason: '' },
  ): void {
    if (!this.#sessions.delete(session)) return;
    session.end();
    this.#options.audit?.({
      event: 'session-closed',
      connection: session.facts,
      subject: session.rights.subject,
      ...(session.closed ?? closed),
      durationMs: Math.round((this.#options.clock.wallMicros() - session.openedAt) / 1_000),
      ...session.messageCounts,
    });
  }

  /** One change of the market, in the market's order. */
  apply(change: MarketChange): void {
    this.#market.apply(change, (feed) => this.#announce(feed));
  }

  /** To be called every few milliseconds: conflated feeds, heartbeats, slow readers, sessions that closed themselves. */
  tick(): void {
    const nowMs = this.#options.clock.monotonicMs();
    this.#market.shelf.tick(nowMs);
    this.#answering.renew();
    for (const session of [...this.#sessions]) {
      session.tick(nowMs, this.epoch, this.#options.market.now);
      if (!session.isOpen) this.endSession(session);
      // Behind those whose requests wait still.
      else if (session.hasTakenTurn && this.#sessions.delete(session)) this.#sessions.add(session);
    }
  }

  /** Topics for a reader that pulls. The caller bounds `maxTopics` also by `rights.maxSubscriptions`. */
  openTopics(rights: Rights, selection: TopicSelection, maxTopics: number): OpenTopics | AccessRefusal {
    return openTopics(this.#market, rights, selection, maxTopics);
  }

  /** The instruments that a client may read, in the venue's order. */
  definitions(rights: Rights): Instrument[] {
    return this.#market.directory.readable(rights);
  }

  /** Null when the client may read the instrument: else UNKNOWN_INSTRUMENT, SCOPE_MISSING or NOT_ENTITLED. */
  judgeReading(rights: Rights, instrument: string): AccessRefusal | null {
    const judged = this.#market.directory.readableOne(rights, instrument);
    return 'type' in judged ? judged : null;
  }

  /**
   * Trades `from` to `to` as far as they are held, in parts that are made as they are pulled; `id` is 1.
   *
   * @throws RangeError for an instrument the venue does not have
   */
  tradeHistory(instrument: InstrumentId, from: number, to: number): Generator<TradeHistory> {
    return this.#instrument(instrument).trades.history(1, from, to);
  }

  /**
   * Candles that start in `[from, to)`, microseconds, in parts; `id` is 1.
   *
   * @throws RangeError for an instrument the venue does not have
   */
  candleHistory(
    instrument: InstrumentId,
    intervalMs: VenueCandleIntervalMs,
    from: number,
    to: number,
  ): Generator<CandleHistory> {
    return this.#instrument(instrument).candleHistory(1, intervalMs, { from, to });
  }

  welcomeFor(instruments: readonly Instrument[]): Welcome {
    return {
      type: 'welcome',
      protocol: 1,
      venue: this.#options.name,
      epoch: this.epoch,
      sentTime: this.#options.clock.wallMicros(),
      heartbeatIntervalMs: HEARTBEAT_INTERVAL_MS,
      instruments,
    };
  }

  /** @param sequences flat pairs `[subscription, sequence, ...]`, at most 512 */
  heartbeatFor(sequences: readonly number[]): Heartbeat {
    const { market, clock } = this.#options;
    const times = { venueTime: market.now, sentTime: clock.wallMicros() };
    return { type: 'heartbeat', epoch: this.epoch, sequences, ...times };
  }

  /** Tells every session that it will be closed soon and when to come back; closing them is for the edge. */
  goAway(reason: string): void {
    const delays = this.#departure.begin(reason, this.#sessions.size);
    for (const [place, session] of [...this.#sessions].entries()) this.#sendAway(session, delays[place] ?? 0);
  }

  /** What `goAway` has said, for a reader that is no session; null while the venue stays. */
  goingAway(): { readonly reason: string; readonly reconnectAfterMs: number } | null {
    const { reason } = this.#departure;
    return reason === null ? null : { reason, reconnectAfterMs: this.#departure.delayMs() };
  }

  /** What the venue shows of itself now. */
  summary(): VenueSummary {
    return {
      name: this.#options.name,
      epoch: this.epoch,
      instruments: this.#market.directory.all.map(({ definition: { id, state }, bookSequence }) => ({
        id,
        state,
        sequence: bookSequence,
      })),
      sessions: [...this.#sessions].map(({ facts, rights, subscriptionCount, bufferedBytes, openedAt }) => ({
        facts,
        subject: rights.subject,
        subscriptions: subscriptionCount,
        bufferedBytes,
        openedAt,
      })),
    };
  }

  #announce(feed: AnnouncementFeed): void {
    const message = feed.plain;
    for (const session of this.#sessions) session.announceChange(feed, message);
  }

  #sendAway(session: Session, reconnectAfterMs: number): void {
    const { epoch } = this;
    const reason = this.#departure.reason ?? '';
    const sentTime = this.#options.clock.wallMicros();
    session.tell({ type: 'going-away', epoch, reason, reconnectAfterMs, sentTime });
  }

  #instrument(id: InstrumentId): VenueInstrument {
    const instrument = this.#market.directory.find(id);
    if (instrument === null) throw new RangeError(`expected an instrument of the venue, received ${id}`);
    return instrument;
  }
}
