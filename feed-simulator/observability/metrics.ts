import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Clock } from '../../main/core/clock.ts';
import { COUNT_LABELS } from '../server/counts.ts';
import type { CountName, Counts } from '../server/counts.ts';
import { venueGauges } from './metric-gauges.ts';
import type { ProcessReadings } from './process-readings.ts';
import type { VenueSummary } from '../server/venue-summary.ts';

/** A new count without its line here does not compile. */
const COUNT_HELP: Record<CountName, string> = {
  connectionsOpened: 'Connections opened.',
  connectionsClosed: 'Connections closed, by either side.',
  messagesIn: 'Client messages received, bad ones included.',
  bytesIn: 'Bytes of client messages received.',
  messagesOut: 'Messages sent to clients.',
  bytesOut: 'Bytes of messages sent to clients, before transport framing and compression.',
  refusals: 'Requests, connections and messages refused, by error code: limits, validation, entitlement.',
  authentications: 'Tokens judged, by outcome.',
  slowReaderActions: 'What was done to readers that did not keep up, by action.',
  faultsApplied: 'What faults that are switched on did to messages and connections, by kind of fault.',
  levelUpdates: 'Price levels the market changed.',
  trades: 'Trades the market made.',
  peersTimedOut: 'Connections dropped because the peer no longer answered.',
};

/** Seconds. A step every 5 ms: what is above the 5 ms bucket means the venue falls behind. */
const STEP_SECONDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];
const STEP_MESSAGES = [0, 1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000];

export type Metrics = {
  readonly contentType: string;
  /** Everything in the Prometheus text format; all work of reading is done here. */
  text(): Promise<string>;
  /**
   * One step of the driver is done.
   *
   * @param seconds it took to apply it to all subscribers
   * @param messages sent in it, over all connections
   */
  observeStep(seconds: number, messages: number): void;
};

/** The venue in numbers for Prometheus, under names that begin with `touchline_`. Costs nothing between scrapes but the steps. */
export function createMetrics(sources: {
  counts: Counts;
  venue: () => VenueSummary;
  clock: Clock;
  readings: () => ProcessReadings;
}): Metrics {
  const registry = new Registry();
  const countAll = countCounters(registry, sources.counts);
  const gauges = venueGauges(
    (name, help, ...labelNames) =>
      new Gauge({ name: `touchline_${name}`, help, labelNames, registers: [registry] }),
  );
  const steps = stepHistograms(registry);
  const startedMs = sources.clock.monotonicMs();
  return {
    contentType: registry.contentType,
    text: async () => {
      countAll();
      gauges.setVenue(sources.venue(), (sources.clock.monotonicMs() - startedMs) / 1_000);
      gauges.setProcess(sources.readings());
      return registry.metrics();
    },
    observeStep: (seconds, messages) => {
      steps.seconds.observe(seconds);
      steps.messages.observe(messages);
    },
  };
}

function countCounters(registry: Registry, counts: Counts): () => void {
  const names = Object.keys(COUNT_LABELS) as CountName[];
  const counters = names.map((name) => {
    const labelNames: readonly string[] = COUNT_LABELS[name];
    const options = { name: metricName(name), help: COUNT_HELP[name], labelNames, registers: [registry] };
    return { name, labelNames, counter: new Counter(options) };
  });
  return () => {
    for (const { name, labelNames, counter } of counters) {
      counter.reset();
      for (const { labels, value } of counts.entries(name)) counter.inc(named(labelNames, labels), value);
    }
  };
}

function named(names: readonly string[], values: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}

/** @returns `touchline_messages_in_total` for `messagesIn` */
function metricName(count: CountName): string {
  return `touchline_${count.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_total`;
}

function stepHistograms(registry: Registry) {
  const registers = [registry];
  return {
    seconds: new Histogram({
      name: 'touchline_fan_out_seconds',
      help: 'Time to apply one step of the market to all subscribers.',
      buckets: STEP_SECONDS,
      registers,
    }),
    messages: new Histogram({
      name: 'touchline_fan_out_messages',
      help: 'Messages sent in one step of the market, over all connections.',
      buckets: STEP_MESSAGES,
      registers,
    }),
  };
}
