import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quickDelta } from '../../main/wire/quick-delta.ts';
import { validateDelta } from '../../main/wire/validate-book-message.ts';
import { anyDelta } from './arbitrary-messages.ts';
import { mutated } from './message-mutations.ts';

/** What the schema and the structural checks say, which the quick way must say too. */
function judged(value: unknown): unknown {
  const outcome = validateDelta(value);
  return outcome.type === 'wire-error' ? null : outcome;
}

describe('quickDelta', () => {
  it('takes every right delta', () => {
    fc.assert(
      fc.property(anyDelta, (delta) => {
        expect(quickDelta({ ...delta, fromTheFuture: 1 })).toStrictEqual(delta);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('takes what the schema and the checks take, leaves what they refuse, and gives the same event', () => {
    const count = { taken: 0, left: 0 };
    fc.assert(
      fc.property(mutated(anyDelta), (value) => {
        const quick = quickDelta(value);
        count[quick === null ? 'left' : 'taken']++;
        expect(quick).toStrictEqual(judged(value));
      }),
      { seed: 7, numRuns: 4_000 },
    );
    expect(count.taken).toBeGreaterThan(200);
    expect(count.left).toBeGreaterThan(1_000);
  });

  it('takes up to 30,000 levels, as the schema does', () => {
    const base = fc.sample(anyDelta, { seed: 7, numRuns: 1 })[0];
    for (const [levels, isTaken] of [
      [30_000, true],
      [30_001, false],
    ] as const) {
      const value = { ...base, levels: Array.from({ length: levels * 2 }, (_, i) => (i % 2 === 0 ? i : 1)) };
      expect(quickDelta(value) !== null).toBe(isTaken);
      expect(judged(value) !== null).toBe(isTaken);
    }
  });

  it.each([null, undefined, 7, 'delta', [], {}, { type: 'delta' }, { type: 'snapshot' }])(
    'leaves %j',
    (value) => {
      expect(quickDelta(value)).toBeNull();
    },
  );
});
