import { backoffDelayMs, DEFAULT_BACKOFF, type BackoffOptions } from './reconnect-backoff.ts';
import { HeartbeatMonitor } from './heartbeat-monitor.ts';

/** `suspect`: connected and once live, but some book is not proved right now. */
export type SessionState = 'connecting' | 'syncing' | 'live' | 'suspect' | 'backing-off' | 'closed';

/** What the edge must do. `open` carries the connection's number: a callback of an older one must be ignored. */
export type SessionCommand =
  | { readonly kind: 'open'; readonly connection: number }
  | { readonly kind: 'ping' }
  | { readonly kind: 'terminate'; readonly reason: string; readonly cause: 'silent' | 'disconnected' };

/** Longest that a venue may keep us away, whatever it asks for. */
const LONGEST_AWAY_MS = 30_000;

/** Time from the socket's start to the venue's welcome. */
const WELCOME_DEADLINE_MS = 10_000;

/**
 * Decides when to connect, ping, give up and try again; carries nothing out. All times are monotonic milliseconds,
 * `random` is uniform in [0, 1); both are passed in. Attempts are forgotten only when every book is live, not when a
 * socket opens: a venue that accepts and closes must not be stormed.
 */
export class FeedSession {
  #state: SessionState = 'closed';
  #reason = '';
  #connection = 0;
  #attempts = 0;
  #isRetryWanted = false;
  #retryAtMs = 0;
  /** How long the venue asked us to stay away after this connection; null when it did not. */
  #awayMs: number | null = null;
  #startedAtMs = 0;
  #monitor: HeartbeatMonitor | null = null;
  #heardAtMs: number | null = null;
  readonly #backoff: BackoffOptions;

  constructor(backoff: BackoffOptions = DEFAULT_BACKOFF) {
    this.#backoff = backoff;
  }

  get state(): SessionState {
    return this.#state;
  }
  /** Why it is not live, for a person; empty while it is. */
  get reason(): string {
    return this.#reason;
  }
  /** Number of the present connection, from 1. */
  get connection(): number {
    return this.#connection;
  }
  /** Connections tried since every book was last live. */
  get attempts(): number {
    return this.#attempts;
  }
  /** Milliseconds until the next attempt; 0 when none is planned. */
  nextAttemptMs(nowMs: number): number {
    return this.#state === 'backing-off' ? Math.max(0, this.#retryAtMs - nowMs) : 0;
  }
  /** Milliseconds since the last inbound byte of this connection; -1 before its first. */
  silenceMs(nowMs: number): number {
    return this.#monitor === null ? -1 : this.#monitor.silenceMs(nowMs);
  }

  /** Milliseconds since the last inbound byte of any connection, so it grows while there is none; -1 before the first. */
  dataAgeMs(nowMs: number): number {
    return this.#heardAtMs === null ? -1 : nowMs - this.#heardAtMs;
  }

  start(nowMs: number): SessionCommand {
    return this.#open(nowMs);
  }

  /** The venue's welcome came: books are being fetched. */
  welcomed(heartbeatIntervalMs: number, nowMs: number): void {
    this.#monitor ??= new HeartbeatMonitor(nowMs);
    this.#monitor.expectEvery(heartbeatIntervalMs);
    this.#become('syncing', 'waiting for snapshots');
  }

  /** Any inbound byte. */
  heard(nowMs: number): void {
    this.#monitor ??= new HeartbeatMonitor(nowMs);
    this.#monitor.noteBytes(nowMs);
    this.#heardAtMs = nowMs;
  }

  /** How many books are live out of how many the venue announced. */
  booksStand(liveBooks: number, books: number): void {
    if (this.#state === 'closed' || this.#state === 'backing-off' || this.#state === 'connecting') return;
    if (books > 0 && liveBooks === books) {
      this.#attempts = 0;
      this.#become('live', '');
    } else if (this.#state === 'live' || this.#state === 'suspect') {
      this.#become('suspect', `${books - liveBooks} of ${books} books are not live`);
    } else {
      this.#become('syncing', `${liveBooks} of ${books} books are live`);
    }
  }

  /** The venue is about to end this connection and named when to come back, so that not all come at once. */
  goingAway(reconnectAfterMs: number): void {
    this.#awayMs = Math.min(Math.max(reconnectAfterMs, 0), LONGEST_AWAY_MS);
  }

  /**
   * The connection ended, or could not be made.
   *
   * @param retryAfterMs the venue refused it and would refuse another that comes sooner
   */
  lost(reason: string, nowMs: number, random: number, retryAfterMs = 0): void {
    if (this.#state === 'closed') return;
    this.#monitor = null;
    const chosenMs = this.#awayMs ?? backoffDelayMs(this.#attempts - 1, random, this.#backoff);
    const delayMs = Math.max(chosenMs, Math.min(retryAfterMs, LONGEST_AWAY_MS));
    this.#retryAtMs = this.#isRetryWanted ? nowMs : nowMs + delayMs;
    this.#isRetryWanted = false;
    this.#awayMs = null;
    this.#become('backing-off', reason);
  }

  /** Judges the deadlines; call at least ten times a second. */
  tick(nowMs: number): SessionCommand | null {
    if (this.#state === 'closed') return null;
    if (this.#state === 'backing-off') return nowMs >= this.#retryAtMs ? this.#open(nowMs) : null;
    if (this.#state === 'connecting') {
      const waited = nowMs - this.#startedAtMs;
      return waited >= WELCOME_DEADLINE_MS
        ? { kind: 'terminate', reason: `no welcome within ${seconds(waited)}`, cause: 'silent' }
        : null;
    }
    const liveness = this.#monitor?.judge(nowMs) ?? 'alive';
    if (liveness === 'dead')
      return {
        kind: 'terminate',
        reason: `no message within ${seconds(this.#monitor?.deadlineMs ?? 0)}`,
        cause: 'silent',
      };
    return liveness === 'probe' ? { kind: 'ping' } : null;
  }

  /** The user asks for a new connection now, whatever the back-off says. */
  retry(nowMs: number): SessionCommand | null {
    if (this.#state === 'closed') return null;
    if (this.#state !== 'backing-off') {
      this.#isRetryWanted = true;
      return { kind: 'terminate', reason: 'retry asked for', cause: 'disconnected' };
    }
    return this.#open(nowMs);
  }

  close(): void {
    this.#monitor = null;
    this.#become('closed', 'closed');
  }

  #open(nowMs: number): SessionCommand {
    this.#connection += 1;
    this.#attempts += 1;
    this.#startedAtMs = nowMs;
    this.#monitor = null;
    this.#become('connecting', this.#reason);
    return { kind: 'open', connection: this.#connection };
  }

  #become(state: SessionState, reason: string): void {
    this.#state = state;
    this.#reason = reason;
  }
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
