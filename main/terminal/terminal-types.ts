import type { PushChannel } from '../contract/terminal-api.ts';
import type { FeedMode } from '../core/market-data/feed-mode.ts';
import type { StageLatency } from '../core/views/latency-stage.ts';
import type {
  BookIntegrityCounts,
  FeedNote,
  FeedState,
  ProcessHealth,
} from '../core/views/feed-health-view.ts';

/** What a host gives the terminal for one window. Neither call may throw; a window that is gone drops what it gets. */
export type WindowPort = {
  /** One view frame; the array owns its whole buffer and is the host's from here on. */
  pushFrame(frame: Float64Array): void;
  push(channel: PushChannel, payload: unknown): void;
};

/** One window's hold on the terminal. */
export type TerminalWindow = {
  /** Answers one request. Rejects with a TerminalError for an unknown channel or bad input; `input` is untrusted. */
  request(channel: string, input: unknown): Promise<unknown>;
  /** The window has painted this frame; unknown numbers are ignored. */
  acknowledge(frameNumber: number): void;
  /** Closes all its views. Safe to call twice. */
  close(): void;
};

/** The body of `GET /health`. */
export type HealthReport = {
  readonly feed: {
    readonly state: FeedState;
    readonly reason: string;
    readonly url: string;
    readonly transport: 'websocket';
    readonly codec: string;
    readonly mode: FeedMode;
    readonly receivePath: string;
    readonly liveBooks: number;
    readonly attempts: number;
  };
  readonly instruments: number;
  readonly levelUpdatesPerSecond: number;
  readonly messagesPerSecond: number;
  readonly bookIntegrity: BookIntegrityCounts;
  /** From the server's `sentTime` to published; null before the first message. */
  readonly latencyMs: { readonly p50: number; readonly p99: number } | null;
  /** The way of a book message, stage by stage. */
  readonly stages: readonly StageLatency[];
  /** Rejected messages by error code. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Running totals since the start. */
  readonly totals: HealthTotals;
  readonly process: ProcessHealth;
  /** What happened lately, newest first. */
  readonly notes: readonly FeedNote[];
  /** Sessions open: of each page its own and its painting worker's. */
  readonly windows: number;
  readonly uptimeMs: number;
  readonly pid: number;
};

export type HealthTotals = {
  readonly messages: number;
  readonly levelUpdates: number;
  /** Messages of a type this version does not know. */
  readonly ignored: number;
  readonly framesPublished: number;
  readonly viewsCoalesced: number;
};

/** Host-neutral: feed, books, views and the windows that watch them. */
export type Terminal = {
  openWindow(port: WindowPort): TerminalWindow;
  health(): HealthReport;
  /** Calls once, when every book the venue announced is live for the first time (at once if that has been). */
  onFirstLive(listener: () => void): void;
  close(): void;
};

export type TerminalOptions = {
  /** For example `ws://127.0.0.1:7711/v1`. */
  readonly feedUrl: string;
  /** Restricts the sub-protocols offered; all by default, MessagePack and flat form first. */
  readonly codec?: 'msgpack' | 'json';
  /** How the feed's socket is read at first; `fast` by default. */
  readonly mode?: FeedMode;
  /** Offers the feed to compress what it sends; false by default. Worth it on a slow line only. */
  readonly deflate?: boolean;
  /** Takes a line for each thing that happened on the feed; nothing is logged without it. */
  readonly log?: (line: string) => void;
};
