import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChangedKeys } from '../../../feed-simulator/server/changed-keys.ts';

describe('ChangedKeys', () => {
  it('names exactly the prices that changed after a sequence, or says that it does not know', () => {
    const change = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 8, size: 'max' });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 120, size: 'max' }), (changes) => {
        const memory = new ChangedKeys(10, 128);
        const all: { key: number; sequence: number }[] = [];
        for (const [index, keys] of changes.entries())
          for (const key of keys) {
            memory.note(key, 11 + index);
            all.push({ key, sequence: 11 + index });
          }
        for (let sequence = 10; sequence <= 10 + changes.length; sequence += 1) {
          const told = memory.since(sequence);
          const expected = new Set(all.filter((each) => each.sequence > sequence).map(({ key }) => key));
          if (told !== null) expect(told).toEqual(expected);
          else expect(new Set(all.map(({ key }) => key)).size).toBeGreaterThan(64);
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('reaches back for ever while few prices change, however often', () => {
    const memory = new ChangedKeys(0, 128);
    for (let sequence = 1; sequence <= 100_000; sequence += 1) memory.note(sequence % 40, sequence);
    expect(memory.since(0)?.size).toBe(40);
    expect(memory.since(99_999)).toEqual(new Set([0]));
  });

  it('forgets the oldest when more prices change than it has room for', () => {
    const memory = new ChangedKeys(0, 128);
    for (let sequence = 1; sequence <= 1_000; sequence += 1) memory.note(sequence, sequence);
    expect(memory.since(500)).toBeNull();
    expect(memory.since(960)?.size).toBe(40);
  });

  it('knows nothing from before it was begun anew', () => {
    const memory = new ChangedKeys(0, 128);
    memory.note(1, 5);
    memory.restart(9);
    expect([memory.since(8), memory.since(9)?.size]).toEqual([null, 0]);
  });
});
