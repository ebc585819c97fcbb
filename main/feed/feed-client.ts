import { LatencyHistogram } from '../core/analytics/latency-histogram.ts';
import { StageClocks } from '../core/analytics/stage-clocks.ts';
import { RateMeter } from '../core/analytics/rate-meter.ts';
import type { Clock } from '../core/clock.ts';
import { MarketFeed, type Moment } from '../core/market-feed.ts';
import type { MarketEvent } from '../core/market-data/market-event.ts';
import type { FeedMode } from '../core/market-data/feed-mode.ts';
import type { StaleReason } from '../core/market-data/data-quality.ts';
import { FeedSession, type SessionCommand } from '../core/session/feed-session.ts';
import { SleepDetector } from '../core/session/sleep-detector.ts';
import { StandstillDetector } from '../core/session/standstill-detector.ts';
import type { CodecName } from '../wire/codec.ts';
import { encodeClientMessage } from '../wire/encode-message.ts';
import type { WireError } from '../wire/wire-error.ts';
import { FeedNotes } from './feed-notes.ts';
import { FrameIntake } from './frame-intake.ts';
import { createFeedCounts, type FeedCounts } from './feed-counts.ts';
import { UNASKED } from './unasked.ts';
import type { ConnectionEvents, FeedConnection } from './websocket-connection.ts';

/** Opens a connection; `websocket-connection.ts` in the product, a fake in tests. */
export type OpenConnection = (
  url: string,
  codecs: readonly CodecName[],
  events: ConnectionEvents,
) => FeedConnection;

export type FeedClientOptions = {
  readonly url: string;
  /** In order of preference. */
  readonly codecs: readonly CodecName[];
  /** `fast` by default. */
  readonly mode?: FeedMode;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly open: OpenConnection;
  /** Takes one line for the log. */
  readonly log: (line: string) => void;
};

/**
 * Carries out what session and market feed decide, for one venue: opens and ends connections, turns frames into events,
 * sends requests, keeps the counts. Sets no timer: whoever owns it calls {@link tick} at least ten times a second.
 */
export class FeedClient {
  readonly feed = new MarketFeed();
  readonly session = new FeedSession();
  readonly counts: FeedCounts = createFeedCounts();
  readonly notes = new FeedNotes();
  readonly levelUpdateRate: RateMeter;
  readonly messageRate: RateMeter;
  /** From the server's `sentTime` to the state views are projected from, microseconds. */
  readonly latency: LatencyHistogram;
  /** How long each stage takes. */
  readonly stages: StageClocks;
  readonly #options: FeedClientOptions;
  readonly #intake: FrameIntake;
  readonly #moment: { monotonicMs: number; wallMs: number } = { monotonicMs: 0, wallMs: 0 };
  readonly #sleep = new SleepDetector();
  readonly #standstill = new StandstillDetector();
  #connection: FeedConnection | null = null;
  #codec: CodecName | null = null;
  #mode: FeedMode;
  #changed = (): void => undefined;

  constructor(options: FeedClientOptions) {
    this.#options = options;
    this.#mode = options.mode ?? 'fast';
    const nowMs = options.clock.monotonicMs();
    this.levelUpdateRate = new RateMeter(nowMs);
    this.messageRate = new RateMeter(nowMs);
    this.latency = new LatencyHistogram(nowMs);
    this.stages = new StageClocks(nowMs);
    const { feed, counts, levelUpdateRate, messageRate, latency, stages } = this;
    this.#intake = new FrameIntake({
      ...{ feed, counts, levelUpdateRate, messageRate, latency, stages },
      clock: options.clock,
      onEvent: (event, now) => this.#acceptEvent(event, now),
      onRefused: (error, now) => this.#reject(error, now),
    });
  }

  get url(): string {
    return this.#options.url;
  }
  /** The codec negotiated, null before. */
  get codec(): CodecName | null {
    return this.#codec;
  }
  get mode(): FeedMode {
    return this.#mode;
  }
  /** How frames are taken off the socket; '' while there is no connection. */
  get receivePath(): string {
    return this.#connection?.receivePath ?? '';
  }

  /** For this connection and those to come. */
  setMode(mode: FeedMode): void {
    this.#mode = mode;
    this.#connection?.setMode(mode);
  }

  /** Takes the one listener: called after every read of the socket and when the connection is lost. */
  onChange(listener: () => void): void {
    this.#changed = listener;
  }

  start(): void {
    this.#carryOut(this.session.start(this.#options.clock.monotonicMs()));
  }

  /** Judges every deadline. */
  tick(): void {
    const now = this.#now();
    const sleptMs = this.#sleep.judge(now.monotonicMs, now.wallMs);
    if (sleptMs > 0 && this.#connection !== null) {
      const reason = `the machine slept for ${Math.round(sleptMs / 1_000)} s`;
      this.#carryOut({ kind: 'terminate', reason, cause: 'silent' });
    }
    if (this.#standstill.judge(now.monotonicMs)) return; // what came meanwhile is read before the next tick
    this.#carryOut(this.session.tick(now.monotonicMs));
    if (this.#codec === null) return;
    this.feed.tick(now);
    this.#afterEvent();
  }

  /** The user wants a new connection now. */
  retry(): void {
    this.#carryOut(this.session.retry(this.#options.clock.monotonicMs()));
  }

  close(): void {
    this.session.close();
    this.#connection?.terminate('closed');
    this.#lose('disconnected');
  }

  #carryOut(command: SessionCommand | null): void {
    if (command === null) return;
    switch (command.kind) {
      case 'open':
        return this.#open(command.connection);
      case 'ping':
        return this.#send({ type: 'ping', id: PING_ID, sentTime: this.#options.clock.wallMicros() });
      case 'terminate': {
        // Stale before the socket is told: a peer that is gone may take its time to close.
        const connection = this.#connection;
        this.#ended(this.session.connection, command.reason, command.cause);
        connection?.terminate(command.reason);
      }
    }
  }

  /** Callbacks carry the number of their connection, so that an old socket cannot touch a new session. */
  #open(number: number): void {
    const isPresent = (): boolean => number === this.session.connection && this.#connection !== null;
    this.#connection = this.#options.open(this.#options.url, this.#options.codecs, {
      onOpen: (codec) => {
        if (!isPresent()) return;
        this.#codec = codec;
        this.#connection?.setMode(this.#mode);
        if (this.#connection?.receivePath === 'ws')
          this.#note('receive path: ws, the quick one cannot be used here');
      },
      onReadStart: () => {
        if (isPresent()) this.session.heard(this.#intake.beginRead().monotonicMs);
      },
      onFrame: (bytes, start, end, isBinary) => {
        if (isPresent() && this.#codec !== null) this.#intake.take(this.#codec, bytes, start, end, isBinary);
      },
      onReadEnd: () => {
        if (isPresent() && this.#intake.endRead() > 0) this.#afterEvent();
        this.#changed();
      },
      onClosed: (reason, retryAfterMs) => {
        if (isPresent()) this.#ended(number, reason, 'disconnected', retryAfterMs);
      },
    });
  }

  #ended(
    number: number,
    reason: string,
    staleReason: Exclude<StaleReason, 'none'>,
    retryAfterMs?: number,
  ): void {
    this.#note(`connection ${number} to ${this.#options.url} ended: ${reason}`);
    // What fell silent was last proved by its last byte, not when its silence was judged.
    const silenceMs =
      staleReason === 'silent' ? this.session.silenceMs(this.#options.clock.monotonicMs()) : 0;
    this.#lose(staleReason, Math.max(0, silenceMs));
    this.session.lost(reason, this.#options.clock.monotonicMs(), this.#options.random(), retryAfterMs);
    this.#changed();
  }

  /** @param sinceMs how long ago the data was last proved */
  #lose(staleReason: Exclude<StaleReason, 'none'>, sinceMs = 0): void {
    this.#connection = null;
    this.#codec = null;
    this.feed.disconnected(staleReason, this.#now().wallMs - sinceMs);
  }

  #acceptEvent(event: MarketEvent, now: Moment): void {
    if (event.type === 'welcome') this.session.welcomed(event.heartbeatIntervalMs, now.monotonicMs);
    if (event.type === 'going-away') this.session.goingAway(event.reconnectAfterMs);
    if (UNASKED.has(event.type)) this.counts.unasked += 1;
    this.feed.accept(event, now);
    this.#afterEvent();
  }

  #reject(error: WireError, now: Moment): void {
    const { rejected } = this.counts;
    rejected.set(error.code, (rejected.get(error.code) ?? 0) + 1);
    this.feed.refuse(error, now);
    this.#afterEvent();
    if (error.messageType !== 'instrument' || this.#connection === null) return;
    // Terms that were missed would price a right book wrongly, and only a welcome tells them again.
    const reason = `the new terms of an instrument were refused: ${error.code}`;
    this.#carryOut({ kind: 'terminate', reason, cause: 'disconnected' });
  }

  #afterEvent(): void {
    for (const request of this.feed.takeRequests()) this.#send(request);
    for (const note of this.feed.takeNotes()) this.#note(note);
    const { breach } = this.feed;
    if (breach !== '') this.#carryOut({ kind: 'terminate', reason: breach, cause: 'disconnected' });
    this.session.booksStand(this.feed.liveCount, this.feed.announcedCount);
  }

  #send(request: Parameters<typeof encodeClientMessage>[1]): void {
    if (this.#codec !== null) this.#connection?.send(encodeClientMessage(this.#codec, request));
  }

  #note(line: string): void {
    this.notes.add(line, this.#options.clock.wallMicros() / 1_000);
    this.#options.log(line);
  }

  /** One object, set anew on each call: an event is judged at one moment. */
  #now(): Moment {
    this.#moment.monotonicMs = this.#options.clock.monotonicMs();
    this.#moment.wallMs = this.#options.clock.wallMicros() / 1_000;
    return this.#moment;
  }
}

/** Pings are the session's own; their answers are signs of life and nothing else. The highest id keeps them apart. */
const PING_ID = 0x7fff_ffff;
