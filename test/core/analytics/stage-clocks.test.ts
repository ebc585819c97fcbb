import { describe, expect, it } from 'vitest';
import { LATENCY_STAGES } from '../../../main/core/analytics/latency-stage.ts';
import { StageClocks } from '../../../main/core/analytics/stage-clocks.ts';

describe('StageClocks', () => {
  it('has every stage in the order of a message, with nothing to say at first', () => {
    const view = new StageClocks(0).view(0);
    expect(view.map(({ stage }) => stage)).toEqual(LATENCY_STAGES);
    expect(view.every(({ count, p50, p99 }) => count === 0 && p50 === null && p99 === null)).toBe(true);
  });

  it('keeps the stages apart and answers in milliseconds', () => {
    const clocks = new StageClocks(0);
    for (let micros = 1; micros <= 100; micros += 1) clocks.record('paint', micros * 1_000, 1);
    clocks.record('publish', 250, 1);
    const [, , , publish, paint] = clocks.view(1);
    expect(publish).toMatchObject({ stage: 'publish', count: 1, p50: expect.closeTo(0.25, 2) as number });
    expect([paint?.count, paint?.p50, paint?.p99]).toEqual([
      100,
      expect.closeTo(50, 0) as number,
      expect.closeTo(99, 0) as number,
    ]);
  });

  it('tells fractions of a microsecond apart where a message takes no longer', () => {
    const clocks = new StageClocks(0);
    clocks.record('decode', 0.31, 1);
    clocks.record('merge', 0.62, 1);
    const [, decode, merge] = clocks.view(1);
    expect(decode?.p50).toBeCloseTo(0.000_31, 5);
    expect(merge?.p50).toBeCloseTo(0.000_62, 5);
  });

  it('shows clock skew as what it is', () => {
    const clocks = new StageClocks(0);
    clocks.record('network', -3_000, 1);
    expect(clocks.view(1)[0]?.p50).toBeCloseTo(-3, 1);
  });

  it('forgets after 10 to 20 seconds', () => {
    const clocks = new StageClocks(0);
    clocks.record('merge', 5, 1);
    expect(clocks.view(19_999)[2]?.count).toBe(1);
    expect(clocks.view(20_000)[2]).toEqual({ stage: 'merge', count: 0, p50: null, p99: null });
  });
});
