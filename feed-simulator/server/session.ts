import type { Clock } from '../../main/core/clock.ts';
import type { Epoch, MarketEvent, Welcome } from '../../main/core/market-data/market-event.ts';
import type { VenueRequest } from '../../main/core/market-data/venue-request.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import { decodeFrame } from '../../main/wire/decode-message.ts';
import { validateClientMessage } from '../../main/wire/validate-request.ts';
import type { WireError } from '../../main/wire/wire-error.ts';
import type { AccessRefusal } from './access-refusal.ts';
import type { AnnouncementFeed } from './announcement-feed.ts';
import type { AnsweringTime } from './answering-time.ts';
import type { ConnectionFacts } from './connection.ts';
import { Deadlines } from './deadlines.ts';
import { CLOSE_POLICY } from './outbox.ts';
import type { Outbox } from './outbox.ts';
import type { RequestDesk } from './request-desk.ts';
import type { Rights } from './rights.ts';
import { SessionAccess } from './session-access.ts';
import type { Authenticate } from './session-access.ts';
import type { LimitMet, MayMessage } from './request-limit.ts';
import type { SharedMessage } from './shared-message.ts';
import { TokenBucket } from './token-bucket.ts';
import type { VenueLimits } from './venue-limits.ts';

/** Announced in `welcome`: the longest time between two heartbeats. */
export const HEARTBEAT_INTERVAL_MS = 500;
/** When a heartbeat is really sent: early enough that a late timer does not break the promise. */
const HEARTBEAT_EVERY_MS = 400;
/** Streams named in one heartbeat at most; PROTOCOL.md section 4. */
const PAIRS_PER_HEARTBEAT = 512;
/** Of those that waited: several slow readers that come back at once must not hold up everybody with their answers. */
const ANSWERS_PER_TICK = 10;
/** Requests that wait, of a slow reader or where all clients together ask for much; more are refused. */
export const MAX_WAITING_REQUESTS = 200;
/** Requests refused for a limit before a connection that goes on asking is closed; PROTOCOL.md section 5. */
const REFUSAL_BURST = 1_000;
const REFUSALS_PER_SECOND = 50;
const CLOSE_TOKEN_EXPIRED = 4001;

type SessionOptions = {
  readonly facts: ConnectionFacts;
  readonly codec: CodecName;
  readonly clock: Clock;
  readonly limits: VenueLimits;
  readonly outbox: Outbox;
  readonly desk: RequestDesk;
  readonly rights: Rights;
  readonly welcome: Welcome;
  readonly authenticate: Authenticate;
  readonly mayMessage: MayMessage;
  /** Shared by all sessions. */
  readonly answering: AnsweringTime;
};

/** One client's connection, from welcome to close: what is answered, what waits, when it must go. No I/O, no timers. */
export class Session {
  readonly facts: ConnectionFacts;
  readonly openedAt: TimestampMicros;
  readonly #options: SessionOptions;
  readonly #outbox: Outbox;
  readonly #desk: RequestDesk;
  readonly #access: SessionAccess;
  readonly #bucket: TokenBucket;
  readonly #refusals: TokenBucket;
  readonly #waiting: VenueRequest[] = [];
  readonly #deadlines = new Deadlines<'heartbeat' | 'subscribe'>();
  #hasTakenTurn = false;
  #badMessages = 0;
  #messagesIn = 0;

  constructor(options: SessionOptions) {
    const { clock, limits, outbox, rights, authenticate } = options;
    this.facts = options.facts;
    this.openedAt = clock.wallMicros();
    this.#options = options;
    this.#outbox = outbox;
    this.#desk = options.desk;
    const nowMs = clock.monotonicMs();
    this.#bucket = new TokenBucket(limits.messageBurst, limits.messagesPerSecond, nowMs);
    this.#refusals = new TokenBucket(REFUSAL_BURST, REFUSALS_PER_SECOND, nowMs);
    this.#deadlines.set('heartbeat', nowMs + HEARTBEAT_EVERY_MS);
    if (limits.subscribeWithinMs > 0) this.#deadlines.set('subscribe', nowMs + limits.subscribeWithinMs);
    this.#outbox.send(options.welcome);
    const onJudged = (outcome: Rights | AccessRefusal): void => this.#take(outcome);
    this.#access = new SessionAccess({ clock, outbox, rights, authenticate, onJudged });
  }

  /** False once either side has closed: the session does nothing any more. */
  get isOpen(): boolean {
    return this.#outbox.isOpen;
  }

  /** How the venue closed it; null while it did not. */
  get closed(): { readonly code: number; readonly reason: string } | null {
    return this.#outbox.closed;
  }

  get rights(): Rights {
    return this.#access.rights;
  }

  get subscriptionCount(): number {
    return this.#desk.count;
  }

  get bufferedBytes(): number {
    return this.#outbox.bufferedBytes;
  }

  /** Whether requests that had waited were answered at the last tick: then it is the turn of others. */
  get hasTakenTurn(): boolean {
    return this.#hasTakenTurn;
  }

  get messageCounts(): { readonly messagesIn: number; readonly messagesOut: number } {
    return { messagesIn: this.#messagesIn, messagesOut: this.#outbox.messagesOut };
  }

  /** One frame from the client. */
  receive(frame: Uint8Array, isBinary: boolean): void {
    if (!this.isOpen) return;
    this.#options.answering.spend(() => this.#read(frame, isBinary));
  }

  /** To be called every few milliseconds: heartbeats, deadlines, and what a slow reader is owed. */
  tick(nowMs: number, epoch: Epoch, venueTime: TimestampMicros): void {
    if (!this.isOpen) return;
    if (this.#outbox.judgeReader(nowMs)) this.#desk.catchUp();
    this.#hasTakenTurn = false;
    this.#answerWaiting();
    if (this.#access.tick(nowMs)) return this.close(CLOSE_TOKEN_EXPIRED, 'the token has expired');
    for (const due of this.#deadlines.takeDue(nowMs))
      if (due === 'heartbeat') this.#beat(nowMs, epoch, venueTime);
      else this.#judgeSubscribing();
  }

  /** A message for this connection alone, on no stream. */
  tell(event: MarketEvent): void {
    this.#outbox.send(event);
  }

  /** A change of an instrument, unless this connection follows it by a subscription or may not read it. */
  announceChange(feed: AnnouncementFeed, message: SharedMessage): void {
    const { rights } = this;
    if (this.#desk.isSubscribed(feed.subscription)) return;
    if (rights.scopes.includes('market-data') && rights.mayRead(feed.instrument))
      this.#outbox.sendShared(message);
  }

  close(code: number, reason: string): void {
    this.#outbox.close(code, reason);
    this.end();
  }

  /** The connection is gone: leaves every feed. */
  end(): void {
    this.#outbox.end();
    this.#access.end();
    this.#desk.end();
    this.#waiting.length = 0;
  }

  #read(frame: Uint8Array, isBinary: boolean): void {
    this.#messagesIn += 1;
    const decoded = decodeFrame(this.#options.codec, frame, isBinary);
    if (decoded.type === 'wire-error') return this.#refuseMessage(decoded);
    const request = validateClientMessage(decoded.value);
    if (request.type === 'wire-error') return this.#refuseMessage(request);
    if (!this.#mayAsk(request.id)) return;
    if (this.#waiting.length === 0 && !this.#mustWait()) this.#answer(request);
    else if (this.#waiting.length < MAX_WAITING_REQUESTS) this.#waiting.push(request);
    else this.#outbox.sendError(request.id, 'RATE_LIMITED', 'too many requests wait for their turn');
  }

  #mustWait(): boolean {
    return this.#access.isJudging || this.#options.answering.isSpent || this.#outbox.mustWait();
  }

  #answerWaiting(): void {
    for (let answers = 0; answers < ANSWERS_PER_TICK && this.#waiting.length > 0; answers += 1) {
      if (this.#mustWait()) return;
      const request = this.#waiting.shift();
      this.#hasTakenTurn = true;
      if (request !== undefined) this.#answer(request);
    }
  }

  #answer(request: VenueRequest): void {
    if (request.type === 'authenticate') this.#access.judge(request.id, request.token);
    else this.#options.answering.spend(() => this.#desk.answer(request));
  }

  #take(outcome: Rights | AccessRefusal): void {
    if (!('type' in outcome)) this.#desk.changeRights(outcome);
    this.#answerWaiting();
  }

  #judgeSubscribing(): void {
    if (this.#desk.hasSubscribed) return;
    const message = `nothing was subscribed within ${this.#options.limits.subscribeWithinMs} ms`;
    this.#outbox.sendError(0, 'SUBSCRIBE_DEADLINE', message);
    this.close(CLOSE_POLICY, message);
  }

  #beat(nowMs: number, epoch: Epoch, venueTime: TimestampMicros): void {
    this.#deadlines.set('heartbeat', nowMs + HEARTBEAT_EVERY_MS);
    const moved = this.#outbox.takeMoved();
    const numbers = PAIRS_PER_HEARTBEAT * 2;
    for (let start = 0; start === 0 || start < moved.length; start += numbers) {
      const sequences = moved.slice(start, start + numbers);
      this.#outbox.send({ type: 'heartbeat', epoch, sequences, venueTime, sentTime: this.#outbox.sentTime });
    }
  }

  #refuseMessage(error: WireError): void {
    if (error.code === 'WIRE_UNKNOWN_TYPE') {
      if (this.#mayAsk(error.requestId))
        this.#outbox.sendError(error.requestId, 'UNKNOWN_TYPE', error.message);
      return;
    }
    this.#badMessages += 1;
    this.#outbox.sendError(error.requestId, 'BAD_MESSAGE', `${error.code}: ${error.message}`);
    const { badMessages } = this.#options.limits;
    if (this.#badMessages < badMessages) return;
    const message = `${badMessages} bad messages on one connection`;
    this.#outbox.sendError(0, 'TOO_MANY_BAD_MESSAGES', message);
    this.close(CLOSE_POLICY, message);
  }

  #mayAsk(requestId: number): boolean {
    const { limits, mayMessage, clock } = this.#options;
    const { messageBurst, messagesPerSecond } = limits;
    const nowMs = clock.monotonicMs();
    const refused: LimitMet | null = this.#bucket.take(nowMs)
      ? mayMessage(this.facts, this.rights)
      : {
          code: 'RATE_LIMITED',
          message: `at most ${messageBurst} requests at once and ${messagesPerSecond} a second`,
          retryAfterMs: Math.ceil(this.#bucket.msUntilNext(nowMs)),
        };
    if (refused === null) return true;
    this.#outbox.sendError(requestId, refused.code, refused.message, refused.retryAfterMs);
    // Refusing costs something too: whoever takes no notice of it at all is cut.
    if (!this.#refusals.take(nowMs)) this.close(CLOSE_POLICY, 'too many requests after refusals');
    return false;
  }
}
