import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasEachKeyOnce } from '../../../main/wire/hot/key-uniqueness.ts';

describe('hasEachKeyOnce', () => {
  it('answers as a set would, for few keys and for many, time after time', () => {
    const keys = fc.oneof(
      fc.array(fc.nat({ max: 0x7fff_ffff }), { maxLength: 300, size: 'max' }),
      fc.array(fc.nat({ max: 400 }), { maxLength: 40, size: 'max' }),
      fc.uniqueArray(fc.nat({ max: 5_000 }), { maxLength: 2_000, size: 'max' }),
    );
    fc.assert(
      fc.property(keys, fc.nat({ max: 20 }), (list, more) => {
        const array = Int32Array.from([...list, ...list.slice(0, more)]);
        expect(hasEachKeyOnce(array, list.length)).toBe(new Set(list).size === list.length);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('knows keys of an earlier call only by that call', () => {
    const keys = Int32Array.from({ length: 100 }, (_, i) => i);
    for (let turn = 0; turn < 5; turn += 1) expect(hasEachKeyOnce(keys, 100)).toBe(true);
  });

  it('takes the 30,000 keys of the longest delta, neighbours or strewn', () => {
    for (const step of [1, 2, 64, 4_096, 65_536, 71_582])
      expect(
        hasEachKeyOnce(
          Int32Array.from({ length: 30_000 }, (_, i) => i * step),
          30_000,
        ),
      ).toBe(true);
  });

  it('gives up on keys that were chosen to collide, instead of comparing each with each', () => {
    // One slot of the table for all: multiples of the inverse of what spreads them.
    const inverse = 0x0e8b_2f51;
    expect(Math.imul(inverse, 0x9e37_79b1)).toBe(1);
    const keys: number[] = [];
    for (let i = 0; keys.length < 3_000; i += 1) {
      const key = Math.imul(inverse, i);
      if (key >= 0) keys.push(key);
    }
    expect(new Set(keys).size).toBe(3_000);
    expect(hasEachKeyOnce(Int32Array.from(keys), 3_000)).toBe(false);
  });
});
