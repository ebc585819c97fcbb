import type { Clock } from '../../main/core/clock.ts';
import type { MarketEvent } from '../../main/core/market-data/market-event.ts';
import type { OutgoingGate } from '../server/connection.ts';
import type { Counts } from '../server/counts.ts';
import { requestError } from '../server/request-error.ts';
import type { Rights } from '../server/rights.ts';
import { SharedMessage } from '../server/shared-message.ts';
import type { EncodedFrame } from '../server/shared-message.ts';
import { KEEP_ALIVE, STREAM_OPENING, eventText } from './event-text.ts';
import type { FollowedTopics } from './followed-topics.ts';

/** Earlier than the venue promises in `welcome`, so that a late step does not break the promise. */
const HEARTBEAT_EVERY_MS = 400;
const KEEP_ALIVE_EVERY_MS = 5_000;
/** A token that ends is announced when this part of its life is left, and not more than so long before. */
const WARN_AT_LIFE_LEFT = 0.2;
const WARN_AT_MOST_MS = 60_000;

/** Where the text of a stream goes: one response. */
export type EventSink = {
  /** Never blocks. */
  write(text: string): void;
  /** True: the client has not taken what was written, and no more should be. */
  needsDrain(): boolean;
  /** Frozen by a fault: nothing is written and no time runs against the reader. */
  isFrozen(): boolean;
  /** The last byte is written; the response is cut if the client does not take it in time. */
  end(): void;
};

export type EventStreamOptions = {
  readonly followed: FollowedTopics;
  readonly rights: Rights;
  readonly sink: EventSink;
  readonly gate: OutgoingGate | null;
  readonly clock: Clock;
  readonly counts: Counts;
  /** Milliseconds between two batches at least. */
  readonly batchMs: number;
  /** A reader that takes nothing for so long is cut. */
  readonly slowForMs: number;
};

/**
 * One Server-Sent Events stream: what is written when. A reader that does not keep up is owed nothing but its positions:
 * when it has drained, each topic brings it to now with one merged message. No I/O, no timers.
 */
export class EventStream {
  readonly #options: EventStreamOptions;
  readonly #token: { warnAtMs: number; readonly endsAtMs: number };
  readonly #due: { batchMs: number; heartbeatMs: number; keepAliveMs: number };
  #heldSinceMs: number | null = null;
  #wasHeld = false;
  #isOpen = true;
  /** Why the venue ended it, for the log; null while it has not. */
  endReason: string | null = null;
  messagesOut = 0;
  #batch: string[] | null = null;

  /** Writes what opens the stream: the welcome, what is followed, and what brings the reader to now. */
  constructor(options: EventStreamOptions) {
    this.#options = options;
    const { clock, followed, sink } = options;
    const nowMs = clock.monotonicMs();
    this.#token = tokenTimes(options);
    this.#due = {
      batchMs: nowMs + options.batchMs,
      heartbeatMs: nowMs + HEARTBEAT_EVERY_MS,
      keepAliveMs: nowMs + KEEP_ALIVE_EVERY_MS,
    };
    sink.write(STREAM_OPENING);
    this.#inOneWrite(() => {
      this.#send(followed.venue.welcomeFor(followed.instruments));
      const { messages } = followed.take();
      this.#sendBatch([...followed.lists, ...messages]);
    });
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** To be called every few milliseconds. */
  tick(): void {
    const { sink, clock, slowForMs } = this.#options;
    if (!this.#isOpen || sink.isFrozen()) return;
    const nowMs = clock.monotonicMs();
    if (sink.needsDrain()) {
      this.#hold(nowMs);
      if (nowMs - (this.#heldSinceMs ?? nowMs) >= slowForMs) this.#cutSlowReader();
      return;
    }
    this.#heldSinceMs = null;
    this.#inOneWrite(() => {
      this.#writeWhatIsDue(nowMs);
    });
  }

  /** The venue goes: says so, and ends. */
  goAway(): void {
    const leaving = this.#options.followed.venue.goingAway();
    if (!this.#isOpen || leaving === null) return;
    const { epoch } = this.#options.followed.venue;
    this.#send({ type: 'going-away', epoch, ...leaving, sentTime: this.#options.clock.wallMicros() });
    this.#end(leaving.reason);
  }

  /** The connection is gone: nothing is written any more, every topic is left. */
  close(): void {
    this.#isOpen = false;
    this.#options.gate?.close();
    this.#options.followed.release();
  }

  #writeWhatIsDue(nowMs: number): void {
    const { followed, batchMs } = this.#options;
    if (followed.venue.goingAway() !== null) return this.goAway();
    if (this.#hasTokenEnded(nowMs)) return;
    if (nowMs >= this.#due.batchMs) {
      this.#due.batchMs = nowMs + batchMs;
      this.#sendNews();
    }
    if (nowMs >= this.#due.heartbeatMs) {
      this.#due.heartbeatMs = nowMs + HEARTBEAT_EVERY_MS;
      this.#send(followed.venue.heartbeatFor(followed.takeMoved()));
    }
    if (nowMs >= this.#due.keepAliveMs) {
      this.#due.keepAliveMs = nowMs + KEEP_ALIVE_EVERY_MS;
      this.#write(KEEP_ALIVE);
    }
  }

  #sendNews(): void {
    const { followed, counts } = this.#options;
    const { messages, fellBack } = followed.take();
    if (this.#wasHeld) {
      this.#wasHeld = false;
      counts.add('slowReaderActions', ['conflated']);
      if (fellBack > 0) counts.add('slowReaderActions', ['snapshot'], fellBack);
    }
    this.#sendBatch(messages);
  }

  #sendBatch(messages: readonly SharedMessage[]): void {
    const last = messages.at(-1);
    for (const message of messages)
      this.#sendShared(message, message === last ? this.#options.followed.cursor : null);
  }

  /** True when the token has ended, and the stream with it. Warns once before. */
  #hasTokenEnded(nowMs: number): boolean {
    const { expiresAt } = this.#options.rights;
    if (expiresAt === null) return false;
    if (nowMs >= this.#token.endsAtMs) {
      this.#send(requestError(0, 'TOKEN_EXPIRED', 'the token of this stream has ended'));
      this.#end('TOKEN_EXPIRED');
      return true;
    }
    if (nowMs >= this.#token.warnAtMs) {
      this.#token.warnAtMs = Number.POSITIVE_INFINITY;
      this.#send({ type: 'token-expiring', expiresAt, sentTime: this.#options.clock.wallMicros() });
    }
    return false;
  }

  /** A reader is slow when a batch is due and the last one is not taken yet; a long snapshot alone makes none. */
  #hold(nowMs: number): void {
    if (this.#heldSinceMs !== null || nowMs < this.#due.batchMs) return;
    this.#heldSinceMs = nowMs;
    this.#wasHeld = true;
    this.#options.counts.add('slowReaderActions', ['held']);
  }

  #cutSlowReader(): void {
    const { counts, slowForMs } = this.#options;
    counts.add('slowReaderActions', ['cut']);
    this.#send(requestError(0, 'SLOW_READER', `nothing was read for ${slowForMs} ms`));
    this.#end('SLOW_READER');
  }

  #end(reason: string): void {
    this.endReason = reason;
    this.#flush();
    this.close();
    this.#options.sink.end();
  }

  #send(event: MarketEvent): void {
    this.#sendShared(new SharedMessage(event), null);
  }

  #sendShared(message: SharedMessage, cursor: string | null): void {
    const deliver = (frame: EncodedFrame): void => {
      if (!this.#isOpen) return;
      const text = eventText(message.event.type, frame, cursor);
      this.messagesOut += 1;
      this.#options.counts.add('messagesOut', ['event-stream', 'json']);
      this.#write(text);
    };
    if (this.#options.gate === null) deliver(message.encoded('json'));
    else this.#options.gate.pass(message, deliver);
  }

  /** Each write is a chunk of HTTP and, left alone, a packet: what belongs together goes as one. */
  #inOneWrite(work: () => void): void {
    this.#batch = [];
    work();
    this.#flush();
  }

  #flush(): void {
    const text = this.#batch?.join('') ?? '';
    this.#batch = null;
    if (text !== '') this.#options.sink.write(text);
  }

  #write(text: string): void {
    this.#options.counts.add('bytesOut', ['event-stream', 'json'], Buffer.byteLength(text));
    if (this.#batch === null) this.#options.sink.write(text);
    else this.#batch.push(text);
  }
}

/** By the monotonic clock from here on: a wall clock that jumps ends no stream. */
function tokenTimes({ rights, clock }: EventStreamOptions): { warnAtMs: number; readonly endsAtMs: number } {
  const leftMs =
    rights.expiresAt === null ? Number.POSITIVE_INFINITY : (rights.expiresAt - clock.wallMicros()) / 1_000;
  const endsAtMs = clock.monotonicMs() + leftMs;
  return { endsAtMs, warnAtMs: endsAtMs - Math.min(WARN_AT_MOST_MS, leftMs * WARN_AT_LIFE_LEFT) };
}
