import { describe, expect, it } from 'vitest';
import { timestampMicros } from '../../main/core/units/timestamp.ts';
import { soloResult } from './bench-report.ts';
import {
  CLOCKS_SHARE,
  clockOfReads,
  clocksShare,
  measureClocks,
  withShareOfProcess,
} from './measure-clocks.ts';

describe('measureClocks', () => {
  it('gives a share of a read of many messages, and of one alone beside it', () => {
    const [result] = measureClocks({ instruments: 2, levelsPerSide: 100, messages: 200 }, 1);
    const { name, unit, ours, also = {} } = result ?? soloResult('', '', 0);
    expect({ name, unit }).toEqual({ name: CLOCKS_SHARE, unit: '%' });
    const [whole = 0, more = 0] = [
      also['ns a message, reads of 50'],
      also['ns of them for the clocks, reads of 50'],
    ];
    expect(whole).toBeGreaterThan(0);
    expect(Math.abs(Number(ours) - (more / whole) * 100)).toBeLessThan(1);
    expect(also['%, reads of 1']).toBeLessThan(100);
  });
});

describe('clocksShare', () => {
  it('is what is more, in per cent of the whole', () => {
    expect(clocksShare(500, 490)).toBeCloseTo(2);
    expect(clocksShare(500, 250)).toBe(50);
  });

  it('is below 0 where noise made the whole the quicker one', () => {
    expect(clocksShare(500, 505)).toBeCloseTo(-1);
  });
});

describe('withShareOfProcess', () => {
  const also = { 'ns of them for the clocks, reads of 1': 200 };
  const share = { ...soloResult(CLOCKS_SHARE, '%', 1.5), also };

  it('sets what the clocks take beside what the process took at 10,000 messages a second', () => {
    // 10,000 times 200 ns is 2 ms a second: 0.2 % of a core of the 16 % that the process took.
    const [, result] = withShareOfProcess([soloResult('cpu/10k', '% of a core', 16), share]);
    expect(result?.also).toEqual({ ...also, '% of the whole process at 10,000 reads of 1 a second': 1.25 });
  });

  it('leaves results as they are where that load was not run', () => {
    expect(withShareOfProcess([share])).toEqual([share]);
  });
});

describe('clockOfReads', () => {
  it('moves with each reading of the wall clock, which begins a read, and stands still in between', () => {
    let now = 0;
    const clock = clockOfReads({
      wallMicros: () => timestampMicros((now += 1) * 1_000),
      monotonicMs: () => (now += 1),
    });
    expect([clock.monotonicMs(), clock.monotonicMs()]).toEqual([1, 1]);
    expect([clock.wallMicros(), clock.monotonicMs(), clock.monotonicMs()]).toEqual([2_000, 3, 3]);
  });
});
