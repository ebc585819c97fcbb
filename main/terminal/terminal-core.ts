import { HOST_BEAT_INTERVAL_MS, type PushChannel } from '../contract/terminal-api.ts';
import type { DataQuality } from '../contract/data-quality.ts';
import { TerminalError } from '../contract/terminal-error.ts';
import type { Clock } from '../core/clock.ts';
import type { FedInstrument } from '../core/market-feed.ts';
import type { FeedHealthView, FeedState, ProcessHealth } from '../core/views/feed-health-view.ts';
import type { FeedClient } from '../feed/feed-client.ts';
import { instrumentSummaries } from './instrument-summaries.ts';
import { projectFeedHealth, projectHealthReport } from './project-feed-health.ts';
import { answerRequest } from './terminal-handlers.ts';
import type { HealthReport, TerminalWindow, WindowPort } from './terminal-types.ts';
import { NO_CHANGE, type DisplayMoment, type PublisherCounts } from './view-publisher.ts';
import { SharedLadders } from './views/shared-ladders.ts';
import { WindowSession } from './window-session.ts';

/** Feed health is pushed at least this often, and at once when its state changes. */
const HEALTH_INTERVAL_MS = 250;

type OpenWindow = { readonly session: WindowSession; readonly port: WindowPort };

type NotedState = { readonly state: FeedState; readonly reason: string; readonly sinceMs: number };

export type TerminalCoreOptions = {
  readonly client: FeedClient;
  readonly clock: Clock;
  readonly pid: number;
  readonly readProcess: () => ProcessHealth;
  /** There may be something to show: the owner calls {@link TerminalCore.publish} when a display frame is due. */
  readonly requestFrame: () => void;
};

/**
 * The terminal without timers and sockets of its own: its owner calls {@link beat} every 100 ms or so, and
 * {@link publish} at most once per display frame when one was requested. Everything here happens in those calls, in
 * requests, and in feed events.
 */
export class TerminalCore {
  readonly #options: TerminalCoreOptions;
  readonly #client: FeedClient;
  readonly #clock: Clock;
  readonly #windows = new Set<OpenWindow>();
  readonly #published: PublisherCounts = { framesPublished: 0, viewsCoalesced: 0 };
  readonly #ladders = new SharedLadders();
  readonly #moment: DisplayMoment = { wallMs: 0, monotonicMs: 0, changedMs: NO_CHANGE };
  readonly #startedMs: number;
  readonly #firstLive: (() => void)[] = [];
  #hasBeenLive = false;
  #isFrameRequested = false;
  #beats = 0;
  #lastBeatMs = Number.NEGATIVE_INFINITY;
  #lastHealthMs = Number.NEGATIVE_INFINITY;
  #state: NotedState = { state: 'closed', reason: '', sinceMs: 0 };
  /** The state that windows were told last. */
  #announced: NotedState = this.#state;
  #announcedLive = 0;
  #qualities: readonly DataQuality[] = [];
  #termsVersion = -1;

  constructor(options: TerminalCoreOptions) {
    this.#options = options;
    this.#client = options.client;
    this.#clock = options.clock;
    this.#startedMs = options.clock.monotonicMs();
    options.client.onChange(() => this.#feedChanged());
  }

  openWindow(port: WindowPort): TerminalWindow {
    const session = new WindowSession(this.#client.feed, this.#ladders, {
      send: (frame) => port.pushFrame(frame),
      counts: this.#published,
      stages: this.#client.stages,
    });
    const window: OpenWindow = { session, port };
    this.#windows.add(window);
    port.push('instruments', instrumentSummaries(this.#client.feed.instruments));
    port.push('book-qualities', { qualities: this.#qualities });
    port.push('feed-health', this.readHealth());
    port.push('host-beat', { beat: this.#beats, wallTimeMs: this.#wallMs() });
    return {
      request: (channel, input) => new Promise((resolve) => resolve(this.#answer(window, channel, input))),
      acknowledge: (frameNumber) => {
        session.publisher.acknowledge(frameNumber, this.#clock.monotonicMs());
        this.#requestFrame();
      },
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
    const { sinceMs } = this.#state;
    return projectFeedHealth(this.#client, this.#published, this.#options.readProcess(), sinceMs, now);
  }

  report(): HealthReport {
    return projectHealthReport(this.readHealth(), this.#client.counts, {
      windows: this.#windows.size,
      uptimeMs: Math.round(this.#clock.monotonicMs() - this.#startedMs),
      pid: this.#options.pid,
    });
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
    // What a view held back for its turn is written though nothing more changes.
    this.#requestFrame();
  }

  /** One frame per window, for the views that changed. */
  publish(): void {
    this.#isFrameRequested = false;
    this.announceChanges();
    this.#moment.wallMs = this.#wallMs();
    this.#moment.monotonicMs = this.#clock.monotonicMs();
    for (const { session } of this.#windows) session.publisher.publish(this.#moment);
    this.#moment.changedMs = NO_CHANGE;
  }

  /** Stale marks, terms and states bypass frames and their credit. Cheap when nothing changed. */
  announceChanges(): void {
    const { feed } = this.#client;
    if (feed.termsVersion !== this.#termsVersion) {
      this.#termsVersion = feed.termsVersion;
      this.#pushAll('instruments', instrumentSummaries(feed.instruments));
    }
    this.#announcedLive = feed.liveCount;
    if (hasOtherQualities(feed.instruments, this.#qualities)) {
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

  #answer(window: OpenWindow, channel: string, input: unknown): unknown {
    if (!this.#windows.has(window)) throw new TerminalError('TERMINAL_HOST_GONE', 'the window is closed');
    const readHealth = (): FeedHealthView => this.readHealth();
    const answer = answerRequest(
      { client: this.#client, window: window.session, readHealth },
      channel,
      input,
    );
    this.#requestFrame();
    return answer;
  }

  /** After each read of the feed's socket. What every window must be told is not left to the next beat. */
  #feedChanged(): void {
    this.#requestFrame();
    if (this.#isFrameRequested && this.#moment.changedMs === NO_CHANGE)
      this.#moment.changedMs = this.#clock.monotonicMs();
    const { feed, session } = this.#client;
    if (feed.liveCount !== this.#announcedLive || session.state !== this.#state.state)
      this.#options.requestFrame();
  }

  /** Only while somebody watches: a hidden window, and one that is behind, cost nothing until they acknowledge. */
  #requestFrame(): void {
    if (this.#isFrameRequested) return;
    for (const { session } of this.#windows) this.#isFrameRequested ||= session.publisher.isWatching;
    if (this.#isFrameRequested) this.#options.requestFrame();
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

function hasOtherQualities(
  instruments: readonly FedInstrument[],
  qualities: readonly DataQuality[],
): boolean {
  if (instruments.length !== qualities.length) return true;
  for (const { index, pipeline } of instruments) if (pipeline.quality !== qualities[index]) return true;
  return false;
}

function isUnreachable(state: FeedState): boolean {
  return state === 'connecting' || state === 'backing-off';
}
