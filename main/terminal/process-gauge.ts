import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import type { ProcessHealth } from '../core/views/feed-health-view.ts';

/** Counts how late the event loop came round; `IntervalHistogram` of Node in the product. Nanoseconds. */
export type DelaySamples = {
  readonly count: number;
  readonly max: number;
  percentile(percentile: number): number;
  reset(): void;
  enable(): boolean;
  disable(): boolean;
};

export type ProcessGauge = { readonly read: () => ProcessHealth; readonly close: () => void };

export type ProcessGaugeOptions = {
  readonly monotonicMs: () => number;
  /** Samples taken every {@link SAMPLE_MS}; Node's own by default. */
  readonly samples?: DelaySamples;
  readonly memory?: () => { readonly rss: number; readonly heapUsed: number };
};

/** A native timer this often: an event loop that is held up for less is seen now and then, one for longer always. */
export const SAMPLE_MS = 20;
/** A reading covers one to two of these, or the time since the one before when that is longer. */
const WINDOW_MS = 10_000;
const NANOS_PER_MS = 1e6;
const BYTES_PER_MB = 2 ** 20;

type LoopDelay = ProcessHealth['loopDelayMs'];

/** Watches this process. `close` ends the watching. */
export function processGauge(options: ProcessGaugeOptions): ProcessGauge {
  const samples = options.samples ?? monitorEventLoopDelay({ resolution: SAMPLE_MS });
  const memory = options.memory ?? (() => process.memoryUsage());
  samples.enable();
  let windowStartMs = options.monotonicMs();
  let before: LoopDelay | null = null;

  const loopDelay = (): LoopDelay => {
    const nowMs = options.monotonicMs();
    const present = delayOf(samples);
    const shown = before === null ? present : worse(before, present);
    if (nowMs - windowStartMs >= WINDOW_MS) {
      before = present;
      windowStartMs = nowMs;
      samples.reset();
    }
    return shown;
  };
  return {
    read: () => {
      const { rss, heapUsed } = memory();
      return { loopDelayMs: loopDelay(), rssMb: inMb(rss), heapMb: inMb(heapUsed) };
    },
    close: () => void samples.disable(),
  };
}

/** Nothing sampled is no delay seen. */
function delayOf(samples: DelaySamples): LoopDelay {
  if (samples.count === 0) return { p50: 0, p99: 0, max: 0 };
  return {
    p50: beyondSample(samples.percentile(50)),
    p99: beyondSample(samples.percentile(99)),
    max: beyondSample(samples.max),
  };
}

/** Of two windows; the percentiles of both together cannot be higher. */
function worse(a: LoopDelay, b: LoopDelay): LoopDelay {
  return { p50: Math.max(a.p50, b.p50), p99: Math.max(a.p99, b.p99), max: Math.max(a.max, b.max) };
}

function beyondSample(nanos: number): number {
  return Math.max(0, Math.round((nanos / NANOS_PER_MS - SAMPLE_MS) * 1_000) / 1_000);
}

function inMb(bytes: number): number {
  return Math.round((bytes / BYTES_PER_MB) * 10) / 10;
}
