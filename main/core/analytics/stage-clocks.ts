import { LatencyHistogram } from './latency-histogram.ts';
import { LATENCY_STAGES, type LatencyStage, type StageLatency } from './latency-stage.ts';

/**
 * Histogram units in a microsecond. A message is decoded or merged in less than one, which whole microseconds would show
 * as 0; counted in nanoseconds those two end at 2.1 s, the others at 36 minutes.
 */
const UNITS_PER_MICRO: Readonly<Record<LatencyStage, number>> = {
  network: 1,
  decode: 1_000,
  merge: 1_000,
  publish: 1,
  paint: 1,
};
const MICROS_PER_MS = 1_000;

/**
 * How long each stage of a message's way takes, in 135 KB whatever the rate. Who measures chooses what to measure: the hot
 * path times one message in many. Times are monotonic milliseconds, passed in.
 */
export class StageClocks {
  readonly #histograms: Readonly<Record<LatencyStage, LatencyHistogram>>;

  constructor(nowMs: number) {
    this.#histograms = {
      network: new LatencyHistogram(nowMs),
      decode: new LatencyHistogram(nowMs),
      merge: new LatencyHistogram(nowMs),
      publish: new LatencyHistogram(nowMs),
      paint: new LatencyHistogram(nowMs),
    };
  }

  /** @param micros fractions count; below 0 is clock skew, which only `network` can have */
  record(stage: LatencyStage, micros: number, nowMs: number): void {
    this.#histograms[stage].record(micros * UNITS_PER_MICRO[stage], nowMs);
  }

  /** Every stage in the order of {@link LATENCY_STAGES}; costs about 0.03 ms. */
  view(nowMs: number): readonly StageLatency[] {
    return LATENCY_STAGES.map((stage) => {
      const histogram = this.#histograms[stage];
      const unitsPerMs = UNITS_PER_MICRO[stage] * MICROS_PER_MS;
      return {
        stage,
        count: histogram.count(nowMs),
        p50: inMs(histogram.percentile(0.5, nowMs), unitsPerMs),
        p99: inMs(histogram.percentile(0.99, nowMs), unitsPerMs),
      };
    });
  }
}

function inMs(units: number | null, unitsPerMs: number): number | null {
  return units === null ? null : units / unitsPerMs;
}
