import { Counter, Gauge, Registry } from 'prom-client';
import type { HealthReport } from '../../terminal/terminal-types.ts';
import type { SocketCounts } from './socket-counts.ts';

const MS_PER_SECOND = 1_000;
const BYTES_PER_MB = 2 ** 20;
const PREFIX = 'touchline_terminal_';
const FEED_STATES = ['connecting', 'syncing', 'live', 'suspect', 'backing-off', 'closed'] as const;

export type MetricsText = { readonly contentType: string; readonly text: string };

type Labels = Readonly<Record<string, string>>;
/** Value by labels; `{}` for a series without any. */
type Series = readonly (readonly [labels: Labels, value: number])[];

/**
 * `GET /metrics`: the health report in the Prometheus text format, under names that begin with `touchline_terminal_`.
 * Made anew for each scrape, so that nothing is kept or counted between scrapes. The feed's address is left out, for it may
 * carry an access token.
 */
export async function metricsText(
  report: HealthReport,
  sockets: Readonly<SocketCounts>,
): Promise<MetricsText> {
  const registry = new Registry();
  addFeed(registry, report);
  addStages(registry, report);
  addTotals(registry, report, sockets);
  addProcess(registry, report);
  return { contentType: registry.contentType, text: await registry.metrics() };
}

function addFeed(registry: Registry, { feed, ...report }: HealthReport): void {
  const { codec, mode, receivePath } = feed;
  const states: Series = FEED_STATES.map((state) => [{ state }, state === feed.state ? 1 : 0]);
  gauge(registry, 'feed_state', '1 at the state the feed is in.', states);
  gauge(registry, 'feed_attempts', 'Attempts to connect since the feed was live.', [[{}, feed.attempts]]);
  gauge(registry, 'feed_path', 'How the feed is received; 1.', [
    [{ codec, mode, receive_path: receivePath }, 1],
  ]);
  gauge(registry, 'instruments', 'Instruments the venue announced.', [[{}, report.instruments]]);
  gauge(registry, 'live_books', 'Books that are live.', [[{}, feed.liveBooks]]);
  gauge(registry, 'windows', "Sessions open: two for each page, its own and its painting worker's.", [
    [{}, report.windows],
  ]);
}

function addStages(registry: Registry, { stages, latencyMs }: HealthReport): void {
  const quantiles: Series = stages.flatMap(({ stage, p50, p99 }) => [
    ...seconds({ stage, quantile: '0.5' }, p50),
    ...seconds({ stage, quantile: '0.99' }, p99),
  ]);
  gauge(registry, 'stage_seconds', 'Time a stage took, over the last 10 to 20 s.', quantiles);
  const counts: Series = stages.map(({ stage, count }) => [{ stage }, count]);
  gauge(registry, 'stage_samples', 'How many were timed, over the last 10 to 20 s.', counts);
  const latency: Series =
    latencyMs === null
      ? []
      : [...seconds({ quantile: '0.5' }, latencyMs.p50), ...seconds({ quantile: '0.99' }, latencyMs.p99)];
  gauge(
    registry,
    'latency_seconds',
    'From the venue to the state views are made of; below 0 is clock skew.',
    latency,
  );
}

function addTotals(registry: Registry, report: HealthReport, sockets: Readonly<SocketCounts>): void {
  const { totals, bookIntegrity, rejected } = report;
  const total = (name: string, help: string, value: number): void => {
    counter(registry, `${name}_total`, help, [[{}, value]]);
  };
  total('messages', 'Messages of the feed.', totals.messages);
  total('level_updates', 'Price levels changed by deltas.', totals.levelUpdates);
  total('messages_ignored', 'Messages of a type this version does not know.', totals.ignored);
  total('books_verified', 'Book messages whose hash agreed.', bookIntegrity.verified);
  total('books_mismatched', 'Book messages whose hash did not agree.', bookIntegrity.mismatched);
  total('book_resyncs', 'Times a book was dropped and asked for anew.', bookIntegrity.resyncs);
  total('frames_published', 'View frames sent to windows.', totals.framesPublished);
  total('views_coalesced', 'Views a window fell behind with.', totals.viewsCoalesced);
  const codes: Series = Object.entries(rejected).map(([code, count]) => [{ code }, count]);
  counter(registry, 'messages_rejected_total', 'Messages of the feed refused, by code.', codes);
  const troubles: Series = Object.entries(sockets).map(([kind, count]) => [{ kind }, count]);
  counter(registry, 'window_troubles_total', 'What went wrong at the sockets of windows, by kind.', troubles);
}

function addProcess(registry: Registry, { process, uptimeMs }: HealthReport): void {
  const { p50, p99, max } = process.loopDelayMs;
  gauge(
    registry,
    'event_loop_delay_seconds',
    'How late the event loop came round, over the last 10 to 20 s.',
    [
      ...seconds({ quantile: '0.5' }, p50),
      ...seconds({ quantile: '0.99' }, p99),
      ...seconds({ quantile: '1' }, max),
    ],
  );
  gauge(registry, 'resident_bytes', 'Memory of the process.', [[{}, process.rssMb * BYTES_PER_MB]]);
  gauge(registry, 'heap_used_bytes', 'Memory of JavaScript objects.', [[{}, process.heapMb * BYTES_PER_MB]]);
  gauge(registry, 'uptime_seconds', 'Time since the terminal started.', [[{}, uptimeMs / MS_PER_SECOND]]);
}

function seconds(labels: Labels, ms: number | null): Series {
  return ms === null ? [] : [[labels, ms / MS_PER_SECOND]];
}

function gauge(registry: Registry, name: string, help: string, series: Series): void {
  const made = new Gauge({
    name: PREFIX + name,
    help,
    labelNames: labelNames(series),
    registers: [registry],
  });
  for (const [labels, value] of series) made.set({ ...labels }, value);
}

function counter(registry: Registry, name: string, help: string, series: Series): void {
  const made = new Counter({
    name: PREFIX + name,
    help,
    labelNames: labelNames(series),
    registers: [registry],
  });
  for (const [labels, value] of series) made.inc({ ...labels }, value);
}

/** All series of a metric have the same labels. A metric without series is told by its help alone. */
function labelNames(series: Series): string[] {
  return Object.keys(series[0]?.[0] ?? { none: '' });
}
