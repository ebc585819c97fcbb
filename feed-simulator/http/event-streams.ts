import type { ServerResponse } from 'node:http';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import type { SessionSummary } from '../server/venue-summary.ts';
import type { ConnectionFacts } from '../server/connection.ts';
import { EventStream } from './event-stream.ts';
import type { FollowedTopics } from './followed-topics.ts';
import type { Caller, HttpContext } from './http-context.ts';
import { ResponseConnection } from './response-connection.ts';

/** A stream that was told to end has so long to be read to its end. */
const END_WITHIN_MS = 1_000;
const LABELS = ['event-stream', 'json'] as const;

type OpenStream = {
  readonly stream: EventStream;
  readonly connection: ResponseConnection;
  readonly followed: FollowedTopics;
  readonly subject: string;
  readonly openedAt: TimestampMicros;
  endedAtMs: number | null;
};

/** Every event stream that is open, from its first byte until its socket is gone. */
export class EventStreams {
  readonly #context: HttpContext;
  readonly #open = new Set<OpenStream>();
  readonly #onAllClosed: (() => void)[] = [];

  constructor(context: HttpContext) {
    this.#context = context;
  }

  get count(): number {
    return this.#open.size;
  }

  /**
   * Takes the response over; its head is written.
   *
   * @param release gives back what was granted to the caller; called once, when the response is gone
   */
  open(
    response: ServerResponse,
    caller: Caller,
    options: { followed: FollowedTopics; batchMs: number; release: () => void },
  ): void {
    const { followed, batchMs, release } = options;
    const { clock, counts, limits, gateFor, nextConnectionNumber } = this.#context;
    const facts: ConnectionFacts = {
      number: nextConnectionNumber(),
      transport: 'event-stream',
      codec: 'json',
      address: caller.address,
    };
    const connection = new ResponseConnection(response, facts, limits.unsentBytes);
    const gate = gateFor?.(connection) ?? null;
    counts.add('connectionsOpened', LABELS);
    const stream = new EventStream({
      followed,
      rights: caller.rights,
      sink: connection,
      gate,
      clock,
      counts,
      batchMs,
      slowForMs: limits.slowForMs,
    });
    const openedAt = clock.wallMicros();
    const { subject } = caller.rights;
    const entry: OpenStream = { stream, connection, followed, subject, openedAt, endedAtMs: null };
    this.#open.add(entry);
    this.#context.audit({ event: 'session-opened', connection: facts, subject });
    response.once('close', () => {
      release();
      this.#close(entry);
    });
  }

  /** To be called every few milliseconds. */
  tick(): void {
    const nowMs = this.#context.clock.monotonicMs();
    const venue = this.#context.venue();
    for (const entry of this.#open) {
      // Another run of the venue: nothing this stream follows will move again.
      if (entry.followed.venue !== venue) entry.connection.cut();
      else if (entry.stream.isOpen) entry.stream.tick();
      else {
        entry.endedAtMs ??= nowMs;
        if (nowMs - entry.endedAtMs >= END_WITHIN_MS) entry.connection.cut();
      }
    }
  }

  /** Tells every stream that the venue goes, and ends it. */
  goAway(): void {
    for (const { stream } of this.#open) stream.goAway();
  }

  /** Ends every stream with no word. */
  cutAll(): void {
    for (const { connection } of this.#open) connection.cut();
  }

  /** Resolves when no stream is open. */
  closed(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#open.size === 0) resolve();
      else this.#onAllClosed.push(resolve);
    });
  }

  summaries(): SessionSummary[] {
    return [...this.#open].map(({ connection, followed, subject, openedAt }) => ({
      facts: connection.facts,
      subject,
      subscriptions: followed.count,
      bufferedBytes: connection.bufferedBytes(),
      openedAt,
    }));
  }

  #close(entry: OpenStream): void {
    const { stream, connection, subject, openedAt } = entry;
    const { counts, clock, audit } = this.#context;
    this.#open.delete(entry);
    stream.close();
    counts.add('connectionsClosed', LABELS);
    audit({
      event: 'session-closed',
      connection: connection.facts,
      subject,
      code: null,
      reason: stream.endReason ?? 'the connection is gone',
      durationMs: Math.round((clock.wallMicros() - openedAt) / 1_000),
      messagesIn: 0,
      messagesOut: stream.messagesOut,
    });
    if (this.#open.size === 0) for (const resolve of this.#onAllClosed.splice(0)) resolve();
  }
}
