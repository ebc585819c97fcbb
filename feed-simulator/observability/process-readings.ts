import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';

/** How much later than planned the event loop came round, in seconds. */
export type LoopDelay = { readonly p50: number; readonly p99: number; readonly max: number };

export type ProcessReadings = {
  readonly loopDelay: LoopDelay;
  readonly residentBytes: number;
  readonly heapUsedBytes: number;
  /** Outside the heap: buffers. */
  readonly externalBytes: number;
  /** User and system time since the process began. */
  readonly cpuSeconds: number;
};

export type ProcessGauge = { read(): ProcessReadings; close(): void };

/** The delay is sampled by a timer of this many milliseconds, which Node counts in. */
const SAMPLE_MS = 10;
/** What is read stands for a window of this length at least, so that two readers do not empty it for each other. */
const WINDOW_MS = 10_000;
const NANOS_PER_SECOND = 1e9;

/** Watches this process at the cost of one native timer. `close` ends the watching. */
export function processGauge(monotonicMs: () => number): ProcessGauge {
  const delays = monitorEventLoopDelay({ resolution: SAMPLE_MS });
  delays.enable();
  let windowStartMs = monotonicMs();
  let kept: LoopDelay | null = null;

  const loopDelay = (): LoopDelay => {
    const nowMs = monotonicMs();
    const isOver = nowMs - windowStartMs >= WINDOW_MS;
    const present = kept === null || isOver ? delayOf(delays) : kept;
    if (isOver) {
      kept = present;
      windowStartMs = nowMs;
      delays.reset();
    }
    return present;
  };
  return {
    read: () => {
      const memory = process.memoryUsage();
      const cpu = process.cpuUsage();
      return {
        loopDelay: loopDelay(),
        residentBytes: memory.rss,
        heapUsedBytes: memory.heapUsed,
        externalBytes: memory.external,
        cpuSeconds: (cpu.user + cpu.system) / 1e6,
      };
    },
    close: () => delays.disable(),
  };
}

type DelaySamples = { readonly count: number; readonly max: number; percentile(percentile: number): number };

function delayOf(samples: DelaySamples): LoopDelay {
  if (samples.count === 0) return { p50: 0, p99: 0, max: 0 };
  return {
    p50: beyondSample(samples.percentile(50)),
    p99: beyondSample(samples.percentile(99)),
    max: beyondSample(samples.max),
  };
}

function beyondSample(nanos: number): number {
  return Math.max(0, nanos / NANOS_PER_SECOND - SAMPLE_MS / 1_000);
}
