import { describe, expect, it } from 'vitest';
import { RateMeter } from '../../../main/core/analytics/rate-meter.ts';

describe('RateMeter', () => {
  it('gives the rate of a steady stream', () => {
    const meter = new RateMeter(5_000);
    for (let ms = 5_000; ms < 10_000; ms += 10) meter.add(3, ms);
    expect(meter.perSecond(10_000)).toBeCloseTo(300, 0);
  });

  it('is right soon after the start', () => {
    const meter = new RateMeter(1_050);
    for (let ms = 1_050; ms < 1_550; ms += 10) meter.add(1, ms);
    expect(meter.perSecond(1_550)).toBeCloseTo(100, 6);
  });

  it('forgets what is older than two seconds, also after a long silence', () => {
    const meter = new RateMeter(0);
    meter.add(1_000, 50);
    expect(meter.perSecond(1_950)).toBeGreaterThan(500);
    expect(meter.perSecond(2_050)).toBe(0);
    meter.add(1_000, 2_100);
    expect(meter.perSecond(1_000_000)).toBe(0);
  });
});
