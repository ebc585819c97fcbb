import { describe, expect, it } from 'vitest';
import { comparedResult, soloResult } from './bench-report.ts';

describe('comparedResult', () => {
  it('says how many times faster ours is where more is better', () => {
    const heading = { name: 'book/shallow', unit: 'level updates/s', better: 'higher' } as const;
    expect(comparedResult(heading, 9_000_000, { name: 'splice', value: 600_000 })).toEqual({
      name: 'book/shallow',
      unit: 'level updates/s',
      ours: 9_000_000,
      bestPeer: { name: 'splice', value: 600_000 },
      ratio: 15,
    });
  });

  it('says how many times shorter ours is where less is better', () => {
    const heading = { name: 'decode/json', unit: 'ns', better: 'lower' } as const;
    expect(comparedResult(heading, 1_000, { name: 'parse', value: 4_000 }).ratio).toBe(4);
    expect(comparedResult(heading, 4_000, { name: 'parse', value: 1_000 }).ratio).toBe(0.25);
  });

  it('takes the ratio before rounding', () => {
    const heading = { name: 'x', unit: 'y', better: 'higher' } as const;
    const { ours, ratio } = comparedResult(heading, 1.00049, { name: 'p', value: 0.99951 });
    expect([ours, ratio]).toEqual([1, 1]);
  });
});

describe('soloResult', () => {
  it('holds one figure or two points of a distribution, and no peer', () => {
    expect(soloResult('a', 'µs', 1.23456)).toEqual({ name: 'a', unit: 'µs', ours: 1.235 });
    expect(soloResult('a', 'µs', { p50: 1.23456, p99: 22.22222 })).toEqual({
      name: 'a',
      unit: 'µs',
      ours: { p50: 1.235, p99: 22.22 },
    });
  });
});
