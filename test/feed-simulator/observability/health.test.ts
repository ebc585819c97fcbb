import { describe, expect, it } from 'vitest';
import { healthz, readyz } from '../../../feed-simulator/observability/health.ts';
import type { VenueLife } from '../../../feed-simulator/observability/health.ts';

const LIVING: VenueLife = { isWarm: true, isGoingAway: false, lastStepAgeMs: 5 };
const OK = { status: 200, state: 'ok' };

describe('readyz', () => {
  it('takes clients while the market moves', () => {
    expect(readyz(LIVING)).toEqual(OK);
    expect(readyz({ ...LIVING, lastStepAgeMs: 1_000 })).toEqual(OK);
  });

  it('takes none before the books are made or the market has moved', () => {
    const warmingUp = { status: 503, state: 'warming-up' };
    expect(readyz({ ...LIVING, isWarm: false, lastStepAgeMs: null })).toEqual(warmingUp);
    expect(readyz({ ...LIVING, lastStepAgeMs: null })).toEqual(warmingUp);
  });

  it('takes none once clients were told to go, whatever else is so', () => {
    const goingAway = { status: 503, state: 'going-away' };
    expect(readyz({ ...LIVING, isGoingAway: true })).toEqual(goingAway);
    expect(readyz({ isWarm: false, isGoingAway: true, lastStepAgeMs: 60_000 })).toEqual(goingAway);
  });

  it('takes none while the market has stood still for over a second', () => {
    expect(readyz({ ...LIVING, lastStepAgeMs: 1_001 })).toEqual({ status: 503, state: 'stalled' });
  });
});

describe('healthz', () => {
  it('is well while warming up and while going away', () => {
    expect(healthz({ isWarm: false, isGoingAway: false, lastStepAgeMs: null })).toEqual(OK);
    expect(healthz({ isWarm: true, isGoingAway: true, lastStepAgeMs: 60_000 })).toEqual(OK);
  });

  it('is unwell once the market has stood still for over ten seconds', () => {
    expect(healthz({ ...LIVING, lastStepAgeMs: 10_000 })).toEqual(OK);
    expect(healthz({ ...LIVING, lastStepAgeMs: 10_001 })).toEqual({ status: 503, state: 'stalled' });
  });
});
