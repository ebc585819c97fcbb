import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messagePackFault } from '../../main/wire/message-pack-scan.ts';
import { packMessage, unpackMessage } from '../../main/wire/message-pack.ts';

/** Objects with own fields of any name would lose `__proto__` to the decoder's guard; that is not the point here. */
const anyMap = fc.dictionary(
  fc.string({ unit: 'grapheme' }).filter((key) => key !== '__proto__'),
  fc.jsonValue({ maxDepth: 4 }),
  { noNullPrototype: true },
);

/** Bytes that are more often nearly MessagePack than chance alone would make them. */
const nearlyMessagePack = fc
  .tuple(fc.jsonValue({ maxDepth: 3 }), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }))
  .map(([value, changes]) => {
    const bytes = packMessage([value]);
    for (const [place, byte] of changes) bytes[place % bytes.length] = byte;
    return bytes;
  });

function isPlain(value: unknown): boolean {
  if (value === null || ['boolean', 'number', 'string'].includes(typeof value)) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value as object).every(isPlain);
}

describe('messagePackFault', () => {
  it('finds nothing wrong with any value of the forms the protocol uses', () => {
    fc.assert(
      fc.property(anyMap, (value) => {
        expect(messagePackFault(packMessage(value))).toBe('');
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('lets through only bytes that decode, to nothing but plain values', () => {
    const count = { decoded: 0, refused: 0 };
    fc.assert(
      fc.property(fc.oneof(nearlyMessagePack, fc.uint8Array({ maxLength: 12 })), (bytes) => {
        const isRefused = messagePackFault(bytes) !== '';
        count[isRefused ? 'refused' : 'decoded']++;
        if (!isRefused) expect(isPlain(unpackMessage(bytes))).toBe(true);
      }),
      { seed: 7, numRuns: 3_000 },
    );
    expect(count.decoded).toBeGreaterThan(500);
    expect(count.refused).toBeGreaterThan(500);
  });

  it.each([
    ['81a161', 'expected more than 3 bytes'],
    ['0102', 'expected one value of 1 bytes, received 2 bytes'],
    ['81c0c0', 'expected text as the key of a map at byte 1'],
    ['92c1', 'expected more than 2 bytes'],
    ['91c1', 'byte 0xc1 at 1 is not allowed'],
    ['a1ff', 'text before byte 2 is not UTF-8'],
  ])('says what is wrong with %s', (hex, fault) => {
    expect(messagePackFault(Uint8Array.from(Buffer.from(hex, 'hex')))).toBe(fault);
  });
});
