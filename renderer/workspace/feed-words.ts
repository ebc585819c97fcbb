import type { DataQuality } from '../../main/contract/data-quality.ts';
import { CALM_READ_MS } from '../../main/contract/feed-mode.ts';
import type { HostConnection } from '../../main/contract/host-transport.ts';
import type { FeedHealthView, FeedState } from '../../main/core/views/feed-health-view.ts';
import { ageText, countText } from '../shared/format.ts';

export type FeedTone = 'good' | 'waiting' | 'bad';
export type FeedWord = { readonly word: string; readonly tone: FeedTone };

const FEED_WORDS: Readonly<Record<FeedState, FeedWord>> = {
  connecting: { word: 'connecting', tone: 'waiting' },
  syncing: { word: 'syncing', tone: 'waiting' },
  live: { word: 'live', tone: 'good' },
  suspect: { word: 'not all live', tone: 'bad' },
  'backing-off': { word: 'backing off', tone: 'bad' },
  closed: { word: 'closed', tone: 'bad' },
};

/** One word for the whole way from the venue to this window: the nearest trouble names it. */
export function feedWord(
  connection: HostConnection,
  hostTrouble: DataQuality | null,
  health: FeedHealthView | null,
): FeedWord {
  if (connection === 'denied') return { word: 'denied', tone: 'bad' };
  if (connection === 'closed') return { word: 'terminal lost', tone: 'bad' };
  if (connection === 'connecting' || health === null) return { word: 'connecting', tone: 'waiting' };
  if (hostTrouble?.reason === 'host-silent') return { word: 'terminal silent', tone: 'bad' };
  return FEED_WORDS[health.state];
}

const MINUTE_MS = 60_000;
/** Where the terminal's count of latencies ends: what is beyond, such as a clock an hour off, stands here. */
const MOST_MINUTES = 35;

/** "0.8 / 2.4 ms"; sub-millisecond digits matter below 10 ms only, and minutes say that the clocks differ. */
export function latencyText(latency: FeedHealthView['latencyMs']): string {
  if (latency === null) return '–';
  const { p50, p99 } = latency;
  if (Math.max(Math.abs(p50), Math.abs(p99)) < MINUTE_MS)
    return `${millisecondsText(p50)} / ${millisecondsText(p99)} ms`;
  return [p50, p99].map(longText).join(' / ');
}

function longText(value: number): string {
  const minutes = Math.floor(Math.abs(value) / MINUTE_MS);
  if (minutes === 0) return `${millisecondsText(value)} ms`;
  const sign = value < 0 ? '\u2212' : '';
  return minutes < MOST_MINUTES ? `${sign}${minutes} min` : `beyond ${sign}${MOST_MINUTES} min`;
}

function millisecondsText(value: number): string {
  const text = Math.abs(value) < 10 ? value.toFixed(1) : value.toFixed(0);
  return text.replace('-', '\u2212');
}

/** Age of the newest byte: "12 ms", "1.2 s"; en dash before the first. */
export function dataAgeText(dataAgeMs: number): string {
  if (dataAgeMs < 0) return '–';
  return dataAgeMs < 1_000 ? `${Math.round(dataAgeMs)} ms` : ageText(dataAgeMs);
}

/** All of the feed's health as name and value, in the order a person looks for trouble. */
export function healthLines(health: FeedHealthView): readonly (readonly [name: string, value: string])[] {
  const { bookIntegrity } = health;
  const rejected = Object.entries(health.rejected).filter(([, count]) => count > 0);
  return [
    ['State', health.reason === '' ? health.state : `${health.state}: ${health.reason}`],
    ['Venue', health.venue === '' ? '–' : health.venue],
    ['Address', health.url],
    ['Transport', health.codec === '' ? health.transport : `${health.transport}, ${health.codec}`],
    ['Receive path', health.receivePath === '' ? '–' : health.receivePath],
    ['Mode', health.mode === 'calm' ? `calm: read every ${CALM_READ_MS} ms` : 'fast'],
    ['Attempts since live', countText(health.attempts)],
    ['Books live', `${countText(health.liveBooks)} of ${countText(health.instruments)}`],
    ['Book hashes verified', countText(bookIntegrity.verified)],
    ['Book hashes mismatched', countText(bookIntegrity.mismatched)],
    ['Resyncs', countText(bookIntegrity.resyncs)],
    ['Level updates', `${countText(health.levelUpdatesPerSecond)}/s`],
    ['Messages', `${countText(health.messagesPerSecond)}/s`],
    ['Latency p50 / p99', latencyText(health.latencyMs)],
    ['Data age', dataAgeText(health.dataAgeMs)],
    ...rejected.map(([code, count]) => [`Rejected ${code}`, countText(count)] as const),
  ];
}

/** What the terminal's own process does, as name and value. */
export function processLines(
  health: Pick<FeedHealthView, 'process' | 'framesPublished' | 'viewsCoalesced'>,
): readonly (readonly [name: string, value: string])[] {
  const { loopDelayMs, rssMb, heapMb } = health.process;
  const { p50, p99, max } = loopDelayMs;
  return [
    ['Event loop late p50 / p99 / most', `${[p50, p99, max].map(millisecondsText).join(' / ')} ms`],
    ['Memory', `${countText(rssMb)} MiB, ${countText(heapMb)} of it JavaScript`],
    ['Frames published', countText(health.framesPublished)],
    ['Views coalesced', countText(health.viewsCoalesced)],
  ];
}
