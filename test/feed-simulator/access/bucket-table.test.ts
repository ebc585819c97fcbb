import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BucketTable } from '../../../feed-simulator/access/bucket-table.ts';
import { TokenBucket } from '../../../feed-simulator/server/token-bucket.ts';

const TERMS = { capacity: 3, perSecond: 2, maxEntries: 4 };

describe('BucketTable', () => {
  it('gives each key its own burst and says when to come back', () => {
    const table = new BucketTable(TERMS);
    expect([1, 2, 3, 4].map(() => table.take('a', 0))).toEqual([0, 0, 0, 500]);
    expect(table.take('b', 0)).toBe(0);
    expect([table.waitMs('a', 100), table.waitMs('b', 100), table.waitMs('new', 100)]).toEqual([400, 0, 0]);
    expect(table.take('a', 500)).toBe(0);
  });

  it('forgets what is full again when there is no room, and nothing else', () => {
    const table = new BucketTable(TERMS);
    for (const key of ['a', 'a', 'b', 'c', 'd']) table.take(key, 0);
    expect(table.take('e', 0)).toBe(500);
    expect(table.take('e', 499)).toBeCloseTo(1);
    expect(table.take('e', 500)).toBe(0);
    expect(table.size).toBe(4);
    expect([table.take('a', 500), table.take('a', 500), table.take('a', 500)]).toEqual([0, 0, 500]);
  });

  it('finds the idle ones however many busy ones came before them', () => {
    const table = new BucketTable({ ...TERMS, maxEntries: 40 });
    const keys = Array.from({ length: 40 }, (_, index) => `key ${index}`);
    for (const key of keys) table.take(key, 0);
    for (const key of keys.slice(0, 38)) table.take(key, 10_000);
    expect([1, 2, 3].map((newcomer) => table.take(`newcomer ${newcomer}`, 10_000))).toEqual([0, 0, 500]);
  });

  it('never grows above its bound, and never gives anybody more than a bucket that is never forgotten', () => {
    const ask = fc.record({ key: fc.nat(9), waitMs: fc.constantFrom(0, 0, 0, 50, 400, 1_500) });
    const property = fc.property(fc.array(ask, { maxLength: 200 }), (asks) => {
      const table = new BucketTable(TERMS);
      const forEver = new Map<number, TokenBucket>();
      let nowMs = 0;
      for (const { key, waitMs } of asks) {
        nowMs += waitMs;
        const isTaken = table.take(String(key), nowMs) === 0;
        expect(table.size).toBeLessThanOrEqual(TERMS.maxEntries);
        const bucket = forEver.get(key) ?? new TokenBucket(TERMS.capacity, TERMS.perSecond, nowMs);
        forEver.set(key, bucket);
        if (isTaken) expect(bucket.take(nowMs)).toBe(true);
      }
    });
    fc.assert(property, { seed: 7, numRuns: 300 });
  });

  it('keeps its word: who comes back when told to is served', () => {
    const table = new BucketTable(TERMS);
    const busy = ['a', 'b', 'c', 'd'];
    for (const key of [...busy, ...busy, ...busy]) table.take(key, 0);
    const waitMs = table.take('e', 200);
    expect(waitMs).toBe(1_300);
    expect(table.take('e', 200 + waitMs)).toBe(0);
  });
});
