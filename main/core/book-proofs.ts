import type { FedInstrument, FedInstruments } from './fed-instruments.ts';
import type { FeedRequests } from './feed-requests.ts';
import type { Moment } from './moment.ts';

/** Heartbeats that may stay out before a book that is quiet is in doubt (PROTOCOL.md section 7). */
const INTERVALS_TO_DOUBT = 3;

/**
 * Doubts live books that nothing proves. A message of its own proves a book, and a heartbeat proves a quiet one: without
 * heartbeats nobody can tell a market that stands still from messages that are lost. What is in doubt is not live, and a
 * snapshot is asked for; a heartbeat that comes later does not help, for it names only what moved since the one before.
 */
export class BookProofs {
  readonly #fed: FedInstruments;
  readonly #requests: FeedRequests;
  /** Monotonic milliseconds of each book's last message, by the instrument's index. */
  readonly #provedMs: number[] = [];
  #deadlineMs = Number.POSITIVE_INFINITY;
  #heartbeatMs = 0;

  constructor(fed: FedInstruments, requests: FeedRequests) {
    this.#fed = fed;
    this.#requests = requests;
  }

  /** A venue's welcome. @param heartbeatIntervalMs as it promises */
  begin(heartbeatIntervalMs: number, nowMs: number): void {
    this.#deadlineMs = heartbeatIntervalMs * INTERVALS_TO_DOUBT;
    this.#heartbeatMs = nowMs;
  }

  /** A heartbeat, or a part of a long snapshot, behind which one may have to wait. */
  heartbeat(nowMs: number): void {
    this.#heartbeatMs = nowMs;
  }

  /** A message of this book was applied. */
  proved({ index }: FedInstrument, nowMs: number): void {
    this.#provedMs[index] = nowMs;
  }

  /** To be called ten times a second; quick while heartbeats come. */
  tick(now: Moment): void {
    if (now.monotonicMs - this.#heartbeatMs < this.#deadlineMs) return;
    for (const fed of this.#fed.list) this.#judge(fed, now);
  }

  #judge({ index, pipeline }: FedInstrument, { monotonicMs, wallMs }: Moment): void {
    const silentMs = monotonicMs - (this.#provedMs[index] ?? 0);
    if (!pipeline.quality.isLive || silentMs < this.#deadlineMs) return;
    const subscription = this.#requests.desk.findBook(pipeline.instrument.id);
    if (subscription === null) return;
    const resync = pipeline.markUnproved(silentMs, wallMs);
    this.#requests.resync(pipeline, subscription.id, resync, monotonicMs);
  }
}
