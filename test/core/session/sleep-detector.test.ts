import { describe, expect, it } from 'vitest';
import { SleepDetector } from '../../../main/core/session/sleep-detector.ts';

describe('SleepDetector', () => {
  it('says how long the wall clock went on while the monotonic one stood still', () => {
    const detector = new SleepDetector();
    expect(detector.judge(5_000, 1_800_000_000_000)).toBe(0);
    expect(detector.judge(5_100, 1_800_000_000_100)).toBe(0);
    expect(detector.judge(5_200, 1_800_003_600_200)).toBe(3_600_000);
    expect(detector.judge(5_300, 1_800_003_600_300)).toBe(0);
  });

  it('does not take a late call, a small correction or a clock put back for sleep', () => {
    const detector = new SleepDetector();
    detector.judge(0, 1_000_000);
    expect(detector.judge(60_000, 1_060_000)).toBe(0);
    expect(detector.judge(60_100, 1_062_100)).toBe(0);
    expect(detector.judge(60_200, 62_200)).toBe(0);
  });
});
