import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextCheck } from '../../../main/feed/receive/text-check.ts';

const CAFE = Buffer.from('café €20 😀');

describe('TextCheck', () => {
  it('says what Node says, wherever the bytes lie', () => {
    const check = new TextCheck();
    const content = fc.oneof(
      fc.string({ maxLength: 40 }).map((text) => Buffer.from(text)),
      fc.constant(CAFE),
      fc.uint8Array({ maxLength: 40 }),
      fc.tuple(fc.nat(59), fc.nat(59)).map(([one, other]) => {
        const bytes = Buffer.alloc(60, 'a').subarray(0, Math.max(one, other) + 1);
        bytes[Math.min(one, other)] = 0xff;
        return bytes;
      }),
    );
    const place = fc.record({ content, shift: fc.nat(7), before: fc.nat(9), after: fc.nat(9) });
    fc.assert(
      fc.property(place, ({ content, shift, before, after }) => {
        const memory = new ArrayBuffer(shift + before + content.length + after);
        const bytes = new Uint8Array(memory, shift).fill(0xff); // no UTF-8 all around
        bytes.set(content, before);
        expect(check.isText(bytes, before, before + content.length)).toBe(isUtf8(content));
      }),
      { seed: 7, numRuns: 2_000 },
    );
  });
});
