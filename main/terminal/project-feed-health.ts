import {
  MAX_NOTES_SHOWN,
  type BookIntegrityCounts,
  type FeedHealthView,
  type ProcessHealth,
} from '../core/views/feed-health-view.ts';
import type { Moment } from '../core/market-feed.ts';
import type { FeedClient } from '../feed/feed-client.ts';
import type { FeedCounts } from '../feed/feed-counts.ts';
import type { HealthReport } from './terminal-types.ts';
import type { PublisherCounts } from './view-publisher.ts';

const MICROS_PER_MS = 1_000;

/** The feed's state for people and for `GET /health`. @param sinceMs wall time at which the feed took its present state */
export function projectFeedHealth(
  client: FeedClient,
  published: PublisherCounts,
  process: ProcessHealth,
  sinceMs: number,
  now: Moment,
): FeedHealthView {
  const { session, feed, counts } = client;
  const { monotonicMs } = now;
  return {
    state: session.state,
    reason: session.reason,
    url: client.url,
    venue: feed.venue,
    transport: 'websocket',
    codec: client.codec ?? '',
    mode: client.mode,
    receivePath: client.receivePath,
    sinceMs,
    attempts: session.attempts,
    nextAttemptMs: session.nextAttemptMs(monotonicMs),
    instruments: feed.announcedCount,
    liveBooks: feed.liveCount,
    levelUpdatesPerSecond: Math.round(client.levelUpdateRate.perSecond(monotonicMs)),
    messagesPerSecond: Math.round(client.messageRate.perSecond(monotonicMs)),
    dataAgeMs: session.dataAgeMs(monotonicMs),
    bookIntegrity: sumIntegrity(client),
    latencyMs: latency(client, monotonicMs),
    stages: client.stages.view(monotonicMs),
    rejected: Object.fromEntries(counts.rejected),
    framesPublished: published.framesPublished,
    viewsCoalesced: published.viewsCoalesced,
    process,
    notes: client.notes.latest(MAX_NOTES_SHOWN),
  };
}

/** The body of `GET /health`, out of what windows are shown and what only operators ask for. */
export function projectHealthReport(
  health: FeedHealthView,
  { messages, levelUpdates, ignored }: FeedCounts,
  terminal: Pick<HealthReport, 'windows' | 'uptimeMs' | 'pid'>,
): HealthReport {
  const { state, reason, url, transport, codec, mode, receivePath, liveBooks, attempts } = health;
  const { framesPublished, viewsCoalesced } = health;
  return {
    feed: { state, reason, url, transport, codec, mode, receivePath, liveBooks, attempts },
    instruments: health.instruments,
    levelUpdatesPerSecond: health.levelUpdatesPerSecond,
    messagesPerSecond: health.messagesPerSecond,
    bookIntegrity: health.bookIntegrity,
    latencyMs: health.latencyMs,
    stages: health.stages,
    rejected: health.rejected,
    totals: { messages, levelUpdates, ignored, framesPublished, viewsCoalesced },
    process: health.process,
    notes: health.notes,
    ...terminal,
  };
}

function sumIntegrity({ feed }: FeedClient): BookIntegrityCounts {
  const sum = { verified: 0, mismatched: 0, resyncs: 0 };
  for (const { pipeline } of feed.instruments) {
    const { verified, mismatched, resyncs } = pipeline.bookCounts;
    sum.verified += verified;
    sum.mismatched += mismatched;
    sum.resyncs += resyncs;
  }
  return sum;
}

function latency({ latency }: FeedClient, nowMs: number): { p50: number; p99: number } | null {
  const p50 = latency.percentile(0.5, nowMs);
  const p99 = latency.percentile(0.99, nowMs);
  return p50 === null || p99 === null ? null : { p50: p50 / MICROS_PER_MS, p99: p99 / MICROS_PER_MS };
}
