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
  readonly codec: 'msgpack' | 'json' | '';
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
  /** Rejected messages by error code. */
  readonly rejected: Readonly<Record<string, number>>;
  readonly framesPublished: number;
  readonly viewsCoalesced: number;
  /** What happened lately, newest first, at most {@link MAX_NOTES_SHOWN}. */
  readonly notes: readonly FeedNote[];
};

export const MAX_NOTES_SHOWN = 12;

/** One line for a person. `atMs` is wall clock, milliseconds since the Unix epoch. */
export type FeedNote = { readonly atMs: number; readonly text: string };

export type BookIntegrityCounts = {
  /** Book messages whose hash was compared and agreed. */
  readonly verified: number;
  readonly mismatched: number;
  /** Times a book was dropped and a snapshot asked for anew. */
  readonly resyncs: number;
};
