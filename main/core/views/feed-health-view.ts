import type { FeedMode } from '../market-data/feed-mode.ts';
import type { StageLatency } from './latency-stage.ts';

/** How the connection to the venue stands. */
export type FeedState = 'connecting' | 'syncing' | 'live' | 'suspect' | 'backing-off' | 'closed';

/** Render-ready picture of one feed, at most four a second and at once when `state` changes. */
export type FeedHealthView = {
  readonly state: FeedState;
  /** Why, for a person: "no message for 1.5 s". Empty while live. */
  readonly reason: string;
  readonly url: string;
  readonly venue: string;
  readonly transport: 'websocket';
  /** Empty until negotiated. */
  readonly codec: string;
  readonly mode: FeedMode;
  /** How frames are taken off the feed's socket; empty while there is no connection. */
  readonly receivePath: string;
  /** Wall clock, milliseconds since the Unix epoch. */
  readonly sinceMs: number;
  /** Attempts since the last live state; the next one is due in `nextAttemptMs` (0 when none is planned). */
  readonly attempts: number;
  readonly nextAttemptMs: number;
  readonly instruments: number;
  readonly liveBooks: number;
  readonly levelUpdatesPerSecond: number;
  readonly messagesPerSecond: number;
  /** Milliseconds since the last inbound byte, whether or not there is a connection; -1 before the first. */
  readonly dataAgeMs: number;
  readonly bookIntegrity: BookIntegrityCounts;
  /** From the server's `sentTime` to published, over the last 10 to 20 s; null before the first message. May be negative: clock skew. */
  readonly latencyMs: { readonly p50: number; readonly p99: number } | null;
  /** The way of a book message, stage by stage, in the order of LATENCY_STAGES. */
  readonly stages: readonly StageLatency[];
  /** Rejected messages by error code. */
  readonly rejected: Readonly<Record<string, number>>;
  readonly framesPublished: number;
  /** Views that had something new when a window stopped painting for a while, and then were shown the latest only. */
  readonly viewsCoalesced: number;
  /** The terminal's own process. */
  readonly process: ProcessHealth;
  /** What happened lately, newest first, at most {@link MAX_NOTES_SHOWN}. */
  readonly notes: readonly FeedNote[];
};

export const MAX_NOTES_SHOWN = 12;

/** What the terminal's process costs and how promptly it turns. */
export type ProcessHealth = {
  /** How much later than planned the event loop came round, milliseconds, over the last 10 to 20 s. */
  readonly loopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Memory the system counts for it, in units of 2^20 bytes. */
  readonly rssMb: number;
  /** Of it, live and dead objects of JavaScript. */
  readonly heapMb: number;
};

/** One line for a person. `atMs` is wall clock, milliseconds since the Unix epoch. */
export type FeedNote = { readonly atMs: number; readonly text: string };

export type BookIntegrityCounts = {
  /** Book messages whose hash was compared and agreed. */
  readonly verified: number;
  readonly mismatched: number;
  /** Times a book was dropped and a snapshot asked for anew. */
  readonly resyncs: number;
};
