import { describe, expect, it } from 'vitest';
import { StandstillDetector } from '../../../main/core/session/standstill-detector.ts';

describe('StandstillDetector', () => {
  it('answers once after nothing ran for a while', () => {
    const detector = new StandstillDetector();
    expect([5_000, 5_100, 5_220, 8_220, 8_320].map((nowMs) => detector.judge(nowMs))).toEqual([
      false,
      false,
      false,
      true,
      false,
    ]);
  });

  it('never puts two calls off in a row, so that a machine that is always late still judges', () => {
    const detector = new StandstillDetector();
    expect([0, 1_000, 2_000, 3_000, 4_000].map((nowMs) => detector.judge(nowMs))).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
  });
});
