import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CURSOR_PATTERN,
  MAX_CURSOR_LENGTH,
  cursorText,
  digestOf,
  readCursor,
} from '../../../feed-simulator/http/cursor.ts';

const whole = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const subscription = fc.integer({ min: 1, max: 2 ** 31 - 1 });

describe('cursorText', () => {
  it('is read back as it was, and passes unescaped through a query, a header and an entity tag', () => {
    fc.assert(
      fc.property(
        whole,
        fc.array(subscription, { maxLength: 50 }),
        fc.array(whole, { minLength: 1, maxLength: 512 }),
        (epoch, subscriptions, sequences) => {
          const cursor = { epoch, digest: digestOf(subscriptions), sequences };
          const text = cursorText(cursor);
          expect(readCursor(text)).toEqual(cursor);
          expect(text).toMatch(new RegExp(CURSOR_PATTERN));
          expect(encodeURIComponent(text)).toBe(text);
          expect(text.length).toBeLessThanOrEqual(MAX_CURSOR_LENGTH);
        },
      ),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe('readCursor', () => {
  it('reads any text at all to nothing or to a cursor that is written as that very text', () => {
    const near = fc.string({ unit: fc.constantFrom('0', '1', 'z', '-', 'A', ' ', '.'), maxLength: 40 });
    fc.assert(
      fc.property(fc.oneof(fc.string(), near), (text) => {
        const cursor = readCursor(text);
        if (cursor !== null) expect(cursorText(cursor)).toBe(text);
      }),
      { seed: 7, numRuns: 2_000 },
    );
  });

  it.each([
    ['nothing', ''],
    ['no sequence', '1'],
    ['a number beyond 2^53', `1-a-${(2 ** 53).toString(36)}`],
    ['a number with a zero before it', '1-a-01'],
    ['letters of the other case', '1-a-Z'],
    ['more sequences than topics can be', `1-a-${Array.from({ length: 513 }, () => '1').join('-')}`],
    ['more than fits', `1-a-${'1'.repeat(MAX_CURSOR_LENGTH)}`],
  ])('refuses %s', (_what, text) => {
    expect(readCursor(text)).toBeNull();
  });
});

describe('digestOf', () => {
  it('differs for other topics and for another order', () => {
    const lists = fc.uniqueArray(fc.array(subscription, { maxLength: 6 }), {
      minLength: 2,
      maxLength: 2,
      selector: (list) => list.join(),
    });
    fc.assert(
      fc.property(lists, ([one, other]) => {
        expect(digestOf(one ?? [])).not.toBe(digestOf(other ?? []));
      }),
      { seed: 7, numRuns: 500 },
    );
    expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]));
  });
});
