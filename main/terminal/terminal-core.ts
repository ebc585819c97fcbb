import { HOST_BEAT_INTERVAL_MS, type PushChannel } from '../contract/terminal-api.ts';
import type { DataQuality } from '../contract/data-quality.ts';
import { TerminalError } from '../contract/terminal-error.ts';
import type { Clock } from '../core/clock.ts';
import type { FeedHealthView, FeedState } from '../core/views/feed-health-view.ts';
import type { FeedClient } from '../feed/feed-client.ts';
import { instrumentSummaries } from './instrument-summaries.ts';
import { projectFeedHealth } from './project-feed-health.ts';
import { answerRequest } from './terminal-handlers.ts';
import type { HealthReport, TerminalWindow, WindowPort } from './terminal-types.ts';
import type { PublisherCounts } from './view-publisher.ts';
import { WindowSession } from './window-session.ts';

/** Feed health is pushed at least this often, and at once when its state changes. */
const HEALTH_INTERVAL_MS = 250;

type OpenWindow = { readonly session: WindowSession; readonly port: WindowPort };

type NotedState = { readonly state: FeedState; readonly reason: string; readonly sinceMs: number };

/**
 * The terminal without timers and sockets of its own: its owner calls {@link beat} every 100 ms or so and
 * {@link publish} once per display frame. Everything here happens in those calls, in requests, and in feed events.
 */
export class TerminalCore {
  readonly #client: FeedClient;
  readonly #clock: Clock;
  readonly #windows = new Set<OpenWindow>();
  readonly #published: PublisherCounts = { framesPublished: 0, viewsCoalesced: 0 };
  readonly #pid: number;
  readonly #startedMs: number;
  readonly #firstLive: (() => void)[] = [];
  #hasBeenLive = false;
  #beats = 0;
  #lastBeatMs = Number.NEGATIVE_INFINITY;
  #lastHealthMs = Number.NEGATIVE_INFINITY;
  #state: NotedState = { state: 'closed', reason: '', sinceMs: 0 };
  /** The state that windows were told last. */
  #announced: NotedState = this.#state;
  #qualities: readonly DataQuality[] = [];
  #termsVersion = -1;

  constructor(client: FeedClient, clock: Clock, pid: number) {
    this.#client = client;
    this.#clock = clock;
    this.#pid = pid;
    this.#startedMs = clock.monotonicMs();
  }

  openWindow(port: WindowPort): TerminalWindow {
    const session = new WindowSession(this.#client.feed, (frame) => port.pushFrame(frame), this.#published);
    const window: OpenWindow = { session, port };
    this.#windows.add(window);
    port.push('instruments', instrumentSummaries(this.#client.feed.instruments));
    port.push('book-qualities', { qualities: this.#qualities });
    port.push('feed-health', this.readHealth());
    port.push('host-beat', { beat: this.#beats, wallTimeMs: this.#wallMs() });
    const readHealth = (): FeedHealthView => this.readHealth();
    return {
      request: (channel, input) =>
        new Promise((resolve) => {
          if (!this.#windows.has(window))
            throw new TerminalError('TERMINAL_HOST_GONE', 'the window is closed');
          resolve(answerRequest({ client: this.#client, window: session, readHealth }, channel, input));
        }),
      acknowledge: (frameNumber) => session.publisher.acknowledge(frameNumber),
      close: () => {
        session.publisher.clear();
        this.#windows.delete(window);
      },
    };
  }

  onFirstLive(listener: () => void): void {
    if (this.#hasBeenLive) listener();
    else this.#firstLive.push(listener);
  }

  readHealth(): FeedHealthView {
    this.#noteState();
    const now = { monotonicMs: this.#clock.monotonicMs(), wallMs: this.#wallMs() };
    return projectFeedHealth(this.#client, this.#published, this.#state.sinceMs, now);
  }

  report(): HealthReport {
    const health = this.readHealth();
    const { state, reason, url, transport, codec, liveBooks, attempts } = health;
    return {
      feed: { state, reason, url, transport, codec, liveBooks, attempts },
      instruments: health.instruments,
      levelUpdatesPerSecond: health.levelUpdatesPerSecond,
      messagesPerSecond: health.messagesPerSecond,
      bookIntegrity: health.bookIntegrity,
      latencyMs: health.latencyMs,
      rejected: health.rejected,
      notes: health.notes,
      windows: this.#windows.size,
      uptimeMs: Math.round(this.#clock.monotonicMs() - this.#startedMs),
      pid: this.#pid,
    };
  }

  /** Judges the feed's deadlines, gives signs of life, and tells windows at once what changed. */
  beat(): void {
    this.#client.tick();
    this.announceChanges();
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#lastBeatMs >= HOST_BEAT_INTERVAL_MS) {
      this.#lastBeatMs = nowMs;
      this.#beats += 1;
      this.#pushAll('host-beat', { beat: this.#beats, wallTimeMs: this.#wallMs() });
    }
    if (nowMs - this.#lastHealthMs >= HEALTH_INTERVAL_MS) this.#pushHealth();
  }

  /** One frame per window, for the views that changed. */
  publish(): void {
    this.announceChanges();
    const wallMs = this.#wallMs();
    for (const { session } of this.#windows) session.publisher.publish(wallMs);
  }

  /** Stale marks, terms and states bypass frames and their credit. Cheap when nothing changed. */
  announceChanges(): void {
    const { feed } = this.#client;
    if (feed.termsVersion !== this.#termsVersion) {
      this.#termsVersion = feed.termsVersion;
      this.#pushAll('instruments', instrumentSummaries(feed.instruments));
    }
    const hasNewQuality =
      feed.instruments.length !== this.#qualities.length ||
      feed.instruments.some(({ pipeline }, i) => pipeline.quality !== this.#qualities[i]);
    if (hasNewQuality) {
      this.#qualities = feed.instruments.map(({ pipeline }) => pipeline.quality);
      this.#pushAll('book-qualities', { qualities: this.#qualities });
    }
    this.#noteState();
    if (this.#announced !== this.#state) this.#pushHealth();
    if (!this.#hasBeenLive && this.#state.state === 'live') {
      this.#hasBeenLive = true;
      for (const listener of this.#firstLive.splice(0)) listener();
    }
  }

  /**
   * Keeps the time since which the feed is as it is; a new object for each state and reason. Attempts and the pauses
   * between them are one trouble to a person: how long the venue has been away, not how long the last attempt.
   */
  #noteState(): void {
    const { state, reason } = this.#client.session;
    if (state === this.#state.state && reason === this.#state.reason) return;
    const isSame = state === this.#state.state || (isUnreachable(state) && isUnreachable(this.#state.state));
    this.#state = { state, reason, sinceMs: isSame ? this.#state.sinceMs : this.#wallMs() };
  }

  #pushHealth(): void {
    this.#lastHealthMs = this.#clock.monotonicMs();
    this.#announced = this.#state;
    if (this.#windows.size > 0) this.#pushAll('feed-health', this.readHealth());
  }

  #pushAll(channel: PushChannel, payload: unknown): void {
    for (const { port } of this.#windows) port.push(channel, payload);
  }

  #wallMs(): number {
    return this.#clock.wallMicros() / 1_000;
  }
}

function isUnreachable(state: FeedState): boolean {
  return state === 'connecting' || state === 'backing-off';
}
