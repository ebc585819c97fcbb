import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODEC_NAMES } from '../../../main/wire/codec.ts';
import { encodeServerMessage } from '../../../main/wire/encode-message.ts';
import { SharedMessage } from '../../../feed-simulator/server/shared-message.ts';
import { readFrame } from '../../support/second-reader-flat.ts';
import { anyEvent } from '../../wire/arbitrary-messages.ts';

describe('SharedMessage', () => {
  it('gives each codec its frame and the bytes of it, in whatever order they are asked for', () => {
    fc.assert(
      fc.property(anyEvent, fc.array(fc.constantFrom(...CODEC_NAMES), { maxLength: 8 }), (event, asked) => {
        const message = new SharedMessage(event);
        const whole = JSON.parse(encodeServerMessage('json', event) as string) as unknown;
        for (const codec of asked) {
          expect(message.bytes(codec)).toBe(Buffer.from(message.encoded(codec)).length);
          expect(readFrame(codec, message.encoded(codec))).toEqual(whole);
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('encodes once for all who read the same codec', () => {
    const message = new SharedMessage({ type: 'pong', id: 1, sentTime: 5 as never });
    for (const codec of ['flat-msgpack', 'msgpack', 'flat-msgpack'] as const)
      expect(message.encoded(codec)).toBe(message.encoded(codec));
  });
});
