import { describe, expect, it } from 'vitest';
import { comparedResult, rankedResult, soloResult } from './bench-report.ts';

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

describe('rankedResult', () => {
  const heading = { name: 'book/deep', unit: 'level updates/s', better: 'higher' } as const;
  const right = { name: 'right', value: 2, endsRight: true };
  const wrong = { name: 'wrong', value: 5, endsRight: false };

  it('measures against the best of those who ended with the right books, and shows them all', () => {
    const { bestPeer, ratio, peers } = rankedResult(
      heading,
      6,
      [{ name: 'slow', value: 1, endsRight: true }, wrong, right],
      null,
    );
    expect({ bestPeer, ratio }).toEqual({ bestPeer: { name: 'right', value: 2 }, ratio: 3 });
    expect(peers?.map(({ name }) => name)).toEqual(['slow', 'wrong', 'right']);
  });

  it('takes the least where less is better', () => {
    const lower = { ...heading, better: 'lower' } as const;
    const { bestPeer } = rankedResult(lower, 1, [right, { ...right, name: 'more', value: 3 }], null);
    expect(bestPeer?.name).toBe('right');
  });

  it('measures against the one that is asked for', () => {
    const { bestPeer } = rankedResult(
      heading,
      6,
      [right, { ...right, name: 'stock', value: 1 }],
      null,
      'stock',
    );
    expect(bestPeer?.name).toBe('stock');
  });

  it('says what part of the limit ours is', () => {
    const limit = { name: 'native C', value: 10 };
    expect(rankedResult(heading, 4, [], limit)).toEqual({
      name: 'book/deep',
      unit: 'level updates/s',
      ours: 4,
      limit,
      ofLimit: 0.4,
    });
  });

  it('has no ratio where nobody ended right', () => {
    expect(rankedResult(heading, 4, [wrong], null)).not.toHaveProperty('ratio');
  });
});
