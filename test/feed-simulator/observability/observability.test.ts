import { afterEach, describe, expect, it } from 'vitest';
import { createObservability } from '../../../feed-simulator/observability/observability.ts';
import type { Observability } from '../../../feed-simulator/observability/observability.ts';
import { Counts } from '../../../feed-simulator/server/counts.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { OBSERVED } from './observed-venue.ts';

const opened: Observability[] = [];
afterEach(() => {
  for (const observability of opened.splice(0)) observability.close();
});

function rig() {
  const counts = new Counts();
  const clock = new ManualClock();
  const life = { isWarm: true, isGoingAway: false };
  const observability = createObservability({
    counts,
    clock,
    venue: () => OBSERVED,
    faults: () => [],
    life: () => life,
  });
  opened.push(observability);
  return { counts, clock, life, observability };
}

describe('createObservability', () => {
  it('is ready from the first step on and no longer when steps stay away', () => {
    const { clock, observability } = rig();
    expect(observability.readyz().state).toBe('warming-up');
    observability.stepped(0.001, 0);
    expect(observability.readyz()).toEqual({ status: 200, state: 'ok' });
    clock.advance(1_001);
    expect(observability.readyz().state).toBe('stalled');
    expect(observability.healthz().state).toBe('ok');
    clock.advance(9_000);
    expect(observability.healthz()).toEqual({ status: 503, state: 'stalled' });
    expect(observability.summary(false).state).toBe('stalled');
  });

  it('shows rates from the second look on', () => {
    const { counts, clock, observability } = rig();
    expect(observability.summary(false).activity.trades.perSecond).toBeNull();
    counts.add('trades', [], 30);
    clock.advance(1_500);
    expect(observability.summary(false).activity.trades).toEqual({ total: 30, perSecond: 20 });
    expect(observability.summary(false).uptimeSeconds).toBe(1.5);
  });

  it('reads the process it runs in', async () => {
    const { observability } = rig();
    const { residentBytes, cpuSeconds } = observability.summary(false).process;
    expect(residentBytes).toBeGreaterThan(10_000_000);
    expect(cpuSeconds).toBeGreaterThan(0);
    expect(await observability.metricsText()).toMatch(/^touchline_process_cpu_seconds 0*[1-9.]/m);
  });
});
