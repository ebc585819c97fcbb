import { describe, expect, it } from 'vitest';
import { heapSlopeMBPerHour } from './heap-slope.ts';

describe('heapSlopeMBPerHour', () => {
  it('is the rise of a straight line', () => {
    const samples = [0, 2_000, 4_000].map((atMs) => ({ atMs, bytes: 20_000_000 + atMs * 10 }));
    expect(heapSlopeMBPerHour(samples)).toBeCloseTo(36);
  });

  it('is nothing where samples only waver', () => {
    const bytes = [5, 7, 6, 6, 7, 5];
    expect(heapSlopeMBPerHour(bytes.map((value, atMs) => ({ atMs, bytes: value })))).toBeCloseTo(0);
  });

  it('refuses what shows no slope', () => {
    expect(() => heapSlopeMBPerHour([])).toThrow(RangeError);
    expect(() => heapSlopeMBPerHour([{ atMs: 1, bytes: 1 }])).toThrow(RangeError);
  });
});
