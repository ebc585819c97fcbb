import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODEC_NAMES as CODECS } from '../../main/wire/codec.ts';
import { encodeClientMessage, encodeServerMessage } from '../../main/wire/encode-message.ts';
import { mapOfFlat } from '../support/second-reader-flat.ts';
import { readMessagePack } from '../support/second-reader-message-pack.ts';
import { writeMessagePack, type RequestField } from '../support/second-reader-request.ts';
import { anyDelta, anyEvent, anyRequest } from './arbitrary-messages.ts';
import { readFrame } from './read-frame.ts';

const bare = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('encodeServerMessage', () => {
  it.each(CODECS)('writes any event in %s so that it reads the same', (codec) => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        expect(readFrame('server', codec, encodeServerMessage(codec, event))).toStrictEqual(bare(event));
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it.each(CODECS)('writes levels of a typed array in %s like those of a plain one', (codec) => {
    fc.assert(
      fc.property(anyDelta, (delta) => {
        const typed = { ...delta, levels: Float64Array.from(delta.levels) };
        expect(encodeServerMessage(codec, typed)).toStrictEqual(encodeServerMessage(codec, delta));
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('writes MessagePack that a reader sharing no code with it reads as the same message in JSON', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const text = JSON.parse(encodeServerMessage('json', event) as string) as unknown;
        expect(readMessagePack(encodeServerMessage('msgpack', event) as Uint8Array)).toEqual(text);
        const flat = readMessagePack(encodeServerMessage('flat-msgpack', event) as Uint8Array);
        expect(mapOfFlat(flat)).toEqual(text);
        expect(JSON.parse(encodeServerMessage('flat-json', event) as string)).toEqual(flat);
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it('gives MessagePack bytes that own their buffer and stay as they are', () => {
    fc.assert(
      fc.property(anyEvent, anyEvent, (first, second) => {
        const bytes = encodeServerMessage('msgpack', first) as Uint8Array;
        const before = Uint8Array.from(bytes);
        encodeServerMessage('msgpack', second);
        expect(bytes.buffer.byteLength).toBe(bytes.length);
        expect(bytes).toStrictEqual(before);
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it.each(CODECS)(
    'mends half a surrogate pair in text for people in %s, which UTF-8 cannot carry',
    (codec) => {
      const error = { type: 'error', id: 0, code: 'BAD_MESSAGE', message: 'received "\ud83d"' } as const;
      expect(readFrame('server', codec, encodeServerMessage(codec, error))).toStrictEqual({
        ...error,
        message: 'received "\ufffd"',
      });
    },
  );

  it('gives text for JSON', () => {
    expect(encodeServerMessage('json', { type: 'unsubscribed', id: 4, subscription: 7 })).toBe(
      '{"type":"unsubscribed","id":4,"subscription":7}',
    );
  });
});

describe('encodeClientMessage', () => {
  it.each(CODECS)('writes any request in %s so that it reads the same', (codec) => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        expect(readFrame('client', codec, encodeClientMessage(codec, request))).toStrictEqual(bare(request));
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('is not the only writer of requests that is understood', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const plain = bare(request) as RequestField;
        expect(readFrame('client', 'msgpack', writeMessagePack(plain))).toStrictEqual(plain);
        expect(readMessagePack(encodeClientMessage('msgpack', request) as Uint8Array)).toEqual(plain);
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});
