import { describe, expect, it } from 'vitest';
import { decodeFrame } from '../../main/wire/decode-message.ts';

const fromHex = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const msgpack = (hex: string) => decodeFrame('msgpack', fromHex(hex), true);
const json = (text: string) => decodeFrame('json', new TextEncoder().encode(text), false);
const REFUSED = { type: 'wire-error', code: 'WIRE_NOT_DECODABLE' };

describe('decodeFrame', () => {
  it.each([
    ['a fixint', '07', 7],
    ['a negative fixint', 'ff', -1],
    ['a uint8', 'cc80', 128],
    ['a uint64', 'cf001fffffffffffff', 2 ** 53 - 1],
    ['an int64', 'd3fffffffffffffffe', -2],
    ['a float64', 'cb40f0000000000000', 65_536],
    ['a float32', 'ca47800000', 65_536],
    ['nil', 'c0', null],
    ['a text with a 1-byte length', 'd902c3a9', 'é'],
    ['a text with a 2-byte length', 'da0002c3a9', 'é'],
    ['a text with a 4-byte length', 'db00000002c3a9', 'é'],
    ['an array with a 2-byte length', 'dc0002c2c3', [false, true]],
    ['a map with a 4-byte length', 'df00000001a16101', { a: 1 }],
  ])('decodes %s of MessagePack', (_, hex, value) => {
    expect(msgpack(hex)).toEqual({ type: 'decoded', value });
  });

  it('never gives a bigint, and lets an integer beyond 2^53 be seen as one', () => {
    expect(msgpack('cfffffffffffffffff')).toEqual({ type: 'decoded', value: 2 ** 64 });
  });

  it.each([
    ['nothing', ''],
    ['a value and a byte', '0700'],
    ['two values', '8080'],
    ['a map cut short', '82a16101'],
    ['an array that claims more than the frame holds', 'ddffffffff01'],
    ['a text that claims more than the frame holds', 'dbffffffff61'],
    ['a length cut short', 'da00'],
    ['text that is not UTF-8', 'a2c328'],
    ['half a surrogate pair as text', 'a3eda080'],
    ['a key that is a number', '8101a161'],
    ['a key that is a map', '818001'],
    ['the byte that is never used', 'c1'],
    ['a bin', 'c40107'],
    ['a date', 'd6ff00000000'],
    ['a record definition', 'd4724091a16107'],
    ['a regular expression', 'c70578 92a16180'],
    ['an ext 0, which some read as undefined', 'd40000'],
    ['arrays nested too deep', '91'.repeat(17) + '07'],
    ['arrays nested absurdly deep', '91'.repeat(1_000_000) + '07'],
  ])('refuses %s as MessagePack', (_, hex) => {
    expect(msgpack(hex)).toMatchObject(REFUSED);
  });

  it('decodes arrays nested 16 deep', () => {
    expect(msgpack(`${'91'.repeat(16)}07`)).toMatchObject({ type: 'decoded' });
  });

  it.each([
    ['nothing', ''],
    ['a value and a letter', '{}x'],
    ['a comma too many', '[1,]'],
    ['NaN', 'NaN'],
    ['a byte order mark', '\ufeff{}'],
    ['arrays that never close', '['.repeat(1_000_000)],
  ])('refuses %s as JSON', (_, text) => {
    expect(json(text)).toMatchObject(REFUSED);
  });

  it('refuses JSON that is not UTF-8, where a lenient reader would put a replacement character', () => {
    const frame = fromHex('7b2261223a22ff227d');
    expect(decodeFrame('json', frame, false)).toMatchObject(REFUSED);
  });

  it.each(['json', 'msgpack'] as const)('lets no %s field reach a prototype', (codec) => {
    const text = '{"__proto__":{"isPolluted":true},"constructor":1}';
    const hex = '82 a95f5f70726f746f5f5f 81 aa6973506f6c6c75746564 c3 ab636f6e7374727563746f72 01';
    const decoded = codec === 'json' ? json(text) : msgpack(hex);
    expect(decoded.type).toBe('decoded');
    expect(Object.getPrototypeOf((decoded as { value: object }).value)).toBe(Object.prototype);
    expect(({} as { isPolluted?: boolean }).isPolluted).toBeUndefined();
  });

  it('decodes the next frame after any number of refused ones', () => {
    for (const hex of ['82a161', 'd4724091a16107', '93', 'c1', '91'.repeat(5_000)]) {
      expect(msgpack(hex)).toMatchObject(REFUSED);
      expect(msgpack('81a16107')).toEqual({ type: 'decoded', value: { a: 7 } });
    }
  });

  it('gives a value that does not change when the frame is written over', () => {
    const frame = fromHex('82a16192cd0102a3616263a162a3646566');
    const decoded = decodeFrame('msgpack', frame, true);
    frame.fill(0xc0);
    expect(decoded).toEqual({ type: 'decoded', value: { a: [258, 'abc'], b: 'def' } });
  });

  it('takes a frame that is a part of a larger buffer', () => {
    const frame = fromHex('ffff81a16107ffff').subarray(2, 6);
    expect(decodeFrame('msgpack', frame, true)).toEqual({ type: 'decoded', value: { a: 7 } });
  });
});
