import { describe, expect, it } from 'vitest';
import { LONGEST_STEP_MS, STEP_MS, waitAfterStep } from '../../../feed-simulator/server/step-pace.ts';

/** Steps that cost `fixedMs` each and besides `share` of the time they cover, until the pace has settled. */
function settled(fixedMs: number, share: number): { periodMs: number; busy: number } {
  let periodMs = STEP_MS;
  let tookMs = 0;
  for (let step = 0; step < 100; step += 1) {
    tookMs = fixedMs + share * periodMs;
    periodMs = tookMs + waitAfterStep(tookMs);
  }
  return { periodMs, busy: tookMs / periodMs };
}

describe('waitAfterStep', () => {
  it('keeps the usual pace while steps are quick', () => {
    expect(waitAfterStep(0)).toBe(STEP_MS);
    expect(waitAfterStep(1)).toBe(STEP_MS - 1);
    expect(settled(0.2, 0.1).periodMs).toBeCloseTo(STEP_MS);
  });

  it('makes steps rarer and bigger where each costs much, so that half of the time is left', () => {
    const { periodMs, busy } = settled(8, 0.1);
    expect(periodMs).toBeCloseTo(20, 0);
    expect(busy).toBeCloseTo(0.5, 1);
  });

  it('never lets a client wait longer for being one of many, and always lets others run', () => {
    expect(waitAfterStep(30)).toBe(LONGEST_STEP_MS - 30);
    expect(waitAfterStep(500)).toBe(1);
  });
});
