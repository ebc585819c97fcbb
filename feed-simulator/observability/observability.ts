import type { Clock } from '../../main/core/clock.ts';
import type { Counts } from '../server/counts.ts';
import { healthz, readyz } from './health.ts';
import type { HealthAnswer, VenueLife } from './health.ts';
import { createMetrics } from './metrics.ts';
import { processGauge } from './process-readings.ts';
import { RateMemory } from './rate-memory.ts';
import { statusSummary, summaryTotals } from './status-summary.ts';
import type { ActiveFault, StatusSummary } from './status-summary.ts';
import type { VenueSummary } from '../server/venue-summary.ts';

/** What the venue tells of itself: what the routes `/metrics`, `/healthz`, `/readyz` and `/v1/summary` answer with. */
export type Observability = {
  readonly metricsType: string;
  metricsText(): Promise<string>;
  /** @param showsWho whether the asker may know subjects and addresses */
  summary(showsWho: boolean): StatusSummary;
  healthz(): HealthAnswer;
  readyz(): HealthAnswer;
  /**
   * The driver has moved the market on.
   *
   * @param seconds it took to apply the step to all subscribers
   * @param messages sent in it
   */
  stepped(seconds: number, messages: number): void;
  close(): void;
};

export function createObservability(sources: {
  counts: Counts;
  clock: Clock;
  /** A function: a venue that restarts is another one, under another epoch. */
  venue: () => VenueSummary;
  faults: () => readonly ActiveFault[];
  life: () => Omit<VenueLife, 'lastStepAgeMs'>;
}): Observability {
  const { counts, clock } = sources;
  const gauge = processGauge(() => clock.monotonicMs());
  const metrics = createMetrics({ counts, clock, venue: sources.venue, readings: () => gauge.read() });
  const rates = new RateMemory();
  const startedMs = clock.monotonicMs();
  let steppedAtMs: number | null = null;

  const life = (): VenueLife => ({
    ...sources.life(),
    lastStepAgeMs: steppedAtMs === null ? null : clock.monotonicMs() - steppedAtMs,
  });
  return {
    metricsType: metrics.contentType,
    metricsText: () => metrics.text(),
    healthz: () => healthz(life()),
    readyz: () => readyz(life()),
    summary: (showsWho) => {
      const nowMs = clock.monotonicMs();
      const venue = sources.venue();
      return statusSummary({
        venue,
        counts,
        faults: sources.faults(),
        state: readyz(life()).state,
        readings: gauge.read(),
        nowMicros: clock.wallMicros(),
        uptimeSeconds: (nowMs - startedMs) / 1_000,
        rateOf: rates.look(nowMs, summaryTotals(venue, counts)),
        showsWho,
      });
    },
    stepped: (seconds, messages) => {
      steppedAtMs = clock.monotonicMs();
      metrics.observeStep(seconds, messages);
    },
    close: () => gauge.close(),
  };
}
