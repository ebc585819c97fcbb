import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODEC_NAMES, isBinaryCodec } from '../../../main/wire/codec.ts';
import { encodeServerMessage } from '../../../main/wire/encode-message.ts';
import { emptyGlance } from '../../../feed-simulator/load/glance.ts';
import { glanceAt } from '../../../feed-simulator/load/message-glance.ts';
import { aDelta } from '../../support/market-events.ts';
import { anyEvent } from '../../wire/arbitrary-messages.ts';

const FOLLOWED = ['delta', 'trades', 'snapshot', 'heartbeat', 'ticker', 'candles', 'gap', 'subscribed'];

describe('glanceAt', () => {
  it.each(CODEC_NAMES)('sees the same fields as a whole reading, in %s', (codec) => {
    fc.assert(
      fc.property(anyEvent, fc.nat(5), (event, offset) => {
        const glance = emptyGlance();
        const message = Buffer.from(encodeServerMessage(codec, event));
        const bytes = Buffer.concat([Buffer.alloc(offset, 0xc1), message, Buffer.alloc(3, 0xc1)]);
        expect(glanceAt(codec, bytes, offset, offset + message.length, glance)).toBe(true);
        const whole = JSON.parse(JSON.stringify(event)) as Record<string, unknown>;
        const { subscription = 0, previousSequence = 0, sequence = 0, sentTime = 0 } = whole;
        expect(glance).toEqual({
          type: !isBinaryCodec(codec) || FOLLOWED.includes(event.type) ? event.type : '?',
          subscription,
          previousSequence,
          sequence,
          sentTime,
        });
      }),
      { seed: 7, numRuns: 400 },
    );
  });

  it.each(CODEC_NAMES)('says no to every message cut short, in %s', (codec) => {
    const message = Buffer.from(encodeServerMessage(codec, aDelta()));
    for (let end = 0; end < message.length; end += 1)
      expect(glanceAt(codec, message, 0, end, emptyGlance())).toBe(false);
  });

  it('takes no array under a codec of maps, and one of an unknown code under a flat codec', () => {
    const bytes = Buffer.from([0x92, 9, 1]);
    expect(glanceAt('msgpack', bytes, 0, 3, emptyGlance())).toBe(false);
    expect(glanceAt('json', Buffer.from('[9,1]'), 0, 5, emptyGlance())).toBe(false);
    const glance = emptyGlance();
    expect([glanceAt('flat-msgpack', bytes, 0, 3, glance), glance.type]).toEqual([true, '?']);
  });

  it('never throws on random bytes, and never looks past the end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(...CODEC_NAMES), (bytes, codec) => {
        const glance = emptyGlance();
        expect(typeof glanceAt(codec, Buffer.from(bytes), 0, bytes.length, glance)).toBe('boolean');
      }),
      { seed: 7, numRuns: 5_000 },
    );
  });
});
