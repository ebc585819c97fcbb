import { describe, expect, it } from 'vitest';
import {
  CODEC_NAMES,
  SUB_PROTOCOLS,
  codecOfSubProtocol,
  isBinaryCodec,
  isFlatCodec,
} from '../../main/wire/codec.ts';

describe('codecOfSubProtocol', () => {
  it('knows the sub-protocol of each codec', () => {
    for (const codec of CODEC_NAMES) expect(codecOfSubProtocol(SUB_PROTOCOLS[codec])).toBe(codec);
    expect(codecOfSubProtocol('touchline.v1.flat.msgpack')).toBe('flat-msgpack');
  });

  it.each(['', 'touchline.v2.json', 'touchline.v1.flat', 'Touchline.v1.json', 'json', 'constructor'])(
    'has no codec for %j',
    (name) => {
      expect(codecOfSubProtocol(name)).toBeNull();
    },
  );
});

describe('isBinaryCodec and isFlatCodec', () => {
  it('tell the four codecs apart', () => {
    expect(CODEC_NAMES.filter(isBinaryCodec)).toEqual(['flat-msgpack', 'msgpack']);
    expect(CODEC_NAMES.filter(isFlatCodec)).toEqual(['flat-msgpack', 'flat-json']);
  });
});
