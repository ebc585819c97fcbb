import { describe, expect, it } from 'vitest';
import { SUB_PROTOCOLS, codecOfSubProtocol } from '../../main/wire/codec.ts';

describe('codecOfSubProtocol', () => {
  it('knows the sub-protocol of each codec', () => {
    expect(codecOfSubProtocol(SUB_PROTOCOLS.msgpack)).toBe('msgpack');
    expect(codecOfSubProtocol(SUB_PROTOCOLS.json)).toBe('json');
  });

  it.each(['', 'touchline.v2.json', 'Touchline.v1.json', 'json', 'constructor'])(
    'has no codec for %j',
    (name) => {
      expect(codecOfSubProtocol(name)).toBeNull();
    },
  );
});
