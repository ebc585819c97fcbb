import type { Clock } from '../../main/core/clock.ts';
import type { Epoch, Welcome } from '../../main/core/market-data/market-event.ts';
import type { VenueRequest } from '../../main/core/market-data/venue-request.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import { decodeFrame } from '../../main/wire/decode-message.ts';
import { validateClientMessage } from '../../main/wire/validate-request.ts';
import type { WireError } from '../../main/wire/wire-error.ts';
import { CLOSE_POLICY } from './outbox.ts';
import type { Outbox } from './outbox.ts';
import type { RequestDesk } from './request-desk.ts';
import { requestError } from './request-error.ts';
import type { SharedMessage } from './shared-message.ts';
import { TokenBucket } from './token-bucket.ts';

/** Announced in `welcome`: the longest time between two heartbeats. */
export const HEARTBEAT_INTERVAL_MS = 500;
/** When a heartbeat is really sent: early enough that a late timer does not break the promise. */
const HEARTBEAT_EVERY_MS = 400;
const MAX_BAD_MESSAGES = 10;
const REQUEST_BURST = 200;
const REQUESTS_PER_SECOND = 50;
/** Requests of a slow reader that wait until it has read what was sent; more are refused. */
export const MAX_WAITING_REQUESTS = 200;

/** One client's connection, from welcome to close: what is answered, what waits, when it must go. No I/O, no timers. */
export class Session {
  readonly #codec: CodecName;
  readonly #clock: Clock;
  readonly #outbox: Outbox;
  readonly #desk: RequestDesk;
  readonly #bucket: TokenBucket;
  readonly #waiting: VenueRequest[] = [];
  readonly #counts: { badMessages: number; nextHeartbeatMs: number };

  constructor(options: {
    codec: CodecName;
    clock: Clock;
    outbox: Outbox;
    desk: RequestDesk;
    welcome: Welcome;
  }) {
    this.#codec = options.codec;
    this.#clock = options.clock;
    this.#outbox = options.outbox;
    this.#desk = options.desk;
    const nowMs = options.clock.monotonicMs();
    this.#bucket = new TokenBucket(REQUEST_BURST, REQUESTS_PER_SECOND, nowMs);
    this.#counts = { badMessages: 0, nextHeartbeatMs: nowMs + HEARTBEAT_EVERY_MS };
    this.#outbox.send(options.welcome);
  }

  /** False once either side has closed: the session does nothing any more. */
  get isOpen(): boolean {
    return this.#outbox.isOpen;
  }

  /** One frame from the client. */
  receive(frame: Uint8Array, isBinary: boolean): void {
    if (!this.isOpen) return;
    const decoded = decodeFrame(this.#codec, frame, isBinary);
    if (decoded.type === 'wire-error') return this.#refuseMessage(decoded);
    const request = validateClientMessage(decoded.value);
    if (request.type === 'wire-error') return this.#refuseMessage(request);
    if (!this.#hasToken(request.id)) return;
    if (this.#waiting.length === 0 && !this.#outbox.mustWait()) this.#desk.answer(request);
    else if (this.#waiting.length < MAX_WAITING_REQUESTS) this.#waiting.push(request);
    else
      this.#outbox.send(requestError(request.id, 'RATE_LIMITED', 'too many requests wait for this reader'));
  }

  /** To be called every few milliseconds: heartbeats, and what a slow reader is owed. */
  tick(epoch: Epoch, venueTime: TimestampMicros): void {
    if (!this.isOpen) return;
    if (this.#outbox.judgeReader()) {
      this.#desk.catchUp();
      this.#answerWaiting();
    }
    const nowMs = this.#clock.monotonicMs();
    if (nowMs < this.#counts.nextHeartbeatMs) return;
    this.#counts.nextHeartbeatMs = nowMs + HEARTBEAT_EVERY_MS;
    const sequences = this.#outbox.takeMoved();
    this.#outbox.send({ type: 'heartbeat', epoch, sequences, venueTime, sentTime: this.#outbox.sentTime });
  }

  /** A message for every connection. */
  announce(message: SharedMessage): void {
    this.#outbox.sendShared(message);
  }

  close(code: number, reason: string): void {
    this.#outbox.close(code, reason);
    this.end();
  }

  /** The connection is gone: leaves every feed. */
  end(): void {
    this.#outbox.end();
    this.#desk.end();
    this.#waiting.length = 0;
  }

  #answerWaiting(): void {
    while (this.#waiting.length > 0 && !this.#outbox.mustWait()) {
      const request = this.#waiting.shift();
      if (request !== undefined) this.#desk.answer(request);
    }
  }

  #refuseMessage(error: WireError): void {
    if (error.code === 'WIRE_UNKNOWN_TYPE') {
      if (this.#hasToken(error.requestId))
        this.#outbox.send(requestError(error.requestId, 'UNKNOWN_TYPE', error.message));
      return;
    }
    this.#counts.badMessages += 1;
    this.#outbox.send(requestError(error.requestId, 'BAD_MESSAGE', `${error.code}: ${error.message}`));
    if (this.#counts.badMessages >= MAX_BAD_MESSAGES)
      this.close(CLOSE_POLICY, `${MAX_BAD_MESSAGES} bad messages on one connection`);
  }

  #hasToken(requestId: number): boolean {
    if (this.#bucket.take(this.#clock.monotonicMs())) return true;
    const message = `at most ${REQUEST_BURST} requests at once and ${REQUESTS_PER_SECOND} a second`;
    this.#outbox.send(requestError(requestId, 'RATE_LIMITED', message));
    return false;
  }
}
