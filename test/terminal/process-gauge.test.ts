import { describe, expect, it } from 'vitest';
import { processGauge, SAMPLE_MS, type DelaySamples } from '../../main/terminal/process-gauge.ts';

/** Delays beyond the sample's own length, in milliseconds, as Node's histogram would report them. */
class FakeSamples implements DelaySamples {
  count = 0;
  isEnabled = false;
  #delays: { p50: number; p99: number; max: number } = { p50: 0, p99: 0, max: 0 };

  set(p50: number, p99: number, max: number): void {
    this.#delays = { p50, p99, max };
    this.count = 100;
  }
  get max(): number {
    return (SAMPLE_MS + this.#delays.max) * 1e6;
  }
  percentile(percentile: number): number {
    return (SAMPLE_MS + (percentile === 50 ? this.#delays.p50 : this.#delays.p99)) * 1e6;
  }
  reset(): void {
    this.count = 0;
  }
  enable(): boolean {
    return (this.isEnabled = true);
  }
  disable(): boolean {
    this.isEnabled = false;
    return true;
  }
}

function aGauge() {
  const samples = new FakeSamples();
  const clock = { nowMs: 0 };
  const gauge = processGauge({
    monotonicMs: () => clock.nowMs,
    samples,
    memory: () => ({ rss: 150 * 2 ** 20, heapUsed: 33.3 * 2 ** 20 }),
  });
  return { samples, clock, gauge };
}

describe('processGauge', () => {
  it('reads delays beyond the length of a sample, and memory in megabytes', () => {
    const { samples, gauge } = aGauge();
    samples.set(0.2, 3, 11);
    expect(gauge.read()).toEqual({ loopDelayMs: { p50: 0.2, p99: 3, max: 11 }, rssMb: 150, heapMb: 33.3 });
  });

  it('reads no delay while nothing was sampled, and none below zero', () => {
    const { samples, gauge } = aGauge();
    expect(gauge.read().loopDelayMs).toEqual({ p50: 0, p99: 0, max: 0 });
    samples.set(-0.4, -0.1, 0);
    expect(gauge.read().loopDelayMs).toEqual({ p50: 0, p99: 0, max: 0 });
  });

  it('shows a delay for 10 to 20 seconds, however many read it', () => {
    const { samples, clock, gauge } = aGauge();
    const maxAt = (nowMs: number): number => {
      clock.nowMs = nowMs;
      return gauge.read().loopDelayMs.max;
    };
    samples.set(0, 1, 80);
    expect([maxAt(1_000), maxAt(10_000)]).toEqual([80, 80]);
    samples.set(0, 1, 2);
    expect([maxAt(10_250), maxAt(19_999)]).toEqual([80, 80]);
    maxAt(20_000);
    samples.set(0, 1, 1);
    expect(maxAt(20_250)).toBe(2);
  });

  it('watches its own process until it is closed', () => {
    const { samples, gauge } = aGauge();
    expect(samples.isEnabled).toBe(true);
    gauge.close();
    expect(samples.isEnabled).toBe(false);
  });

  it('sees a real event loop that is held up', async () => {
    const gauge = processGauge({ monotonicMs: () => performance.now() });
    const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, SAMPLE_MS * 2));
    await turn();
    const until = performance.now() + 100;
    while (performance.now() < until);
    await turn();
    expect(gauge.read().loopDelayMs.max).toBeGreaterThan(50);
    expect(gauge.read().rssMb).toBeGreaterThan(10);
    gauge.close();
  });
});
