import { describe, expect, it } from 'vitest';
import type { MarketEvent } from '../../main/core/market-data/market-event.ts';
import type { VenueRequest } from '../../main/core/market-data/venue-request.ts';
import { CODEC_NAMES } from '../../main/wire/codec.ts';
import { encodeClientMessage, encodeServerMessage } from '../../main/wire/encode-message.ts';
import { CLIENT_MESSAGE_SCHEMAS } from '../../main/wire/schema/client-message-schemas.ts';
import { SERVER_MESSAGE_SCHEMAS } from '../../main/wire/schema/server-message-schemas.ts';
import { GOLDEN_MESSAGES } from './golden-frames.ts';
import { readFrame } from './read-frame.ts';

describe('golden frames', () => {
  for (const { name, sentBy, frames, decoded } of GOLDEN_MESSAGES) {
    for (const { note, codec, bytes } of frames)
      it(`reads ${name} in ${codec}, ${note}`, () => {
        expect(readFrame(sentBy, codec, bytes)).toStrictEqual(decoded);
      });
    for (const codec of CODEC_NAMES)
      it(`writes ${name} in ${codec} so that it reads the same`, () => {
        const frame =
          sentBy === 'server'
            ? encodeServerMessage(codec, decoded as MarketEvent)
            : encodeClientMessage(codec, decoded as VenueRequest);
        expect(readFrame(sentBy, codec, frame)).toStrictEqual(decoded);
      });
  }

  it('cover every message of the protocol', () => {
    const typesOf = (schemas: Readonly<Record<string, unknown>>) =>
      Object.values(schemas)
        .map((schema) => (schema as { properties: { type: { const: string } } }).properties.type.const)
        .sort();
    const golden = (sentBy: string) =>
      [...new Set(GOLDEN_MESSAGES.filter((m) => m.sentBy === sentBy).map((m) => m.message))].sort();
    expect(golden('server')).toEqual(typesOf(SERVER_MESSAGE_SCHEMAS));
    expect(golden('client')).toEqual(typesOf(CLIENT_MESSAGE_SCHEMAS));
  });

  it('hold each message that has flat form in both flat codecs', () => {
    const inFlat = (codec: string) =>
      GOLDEN_MESSAGES.filter(({ frames }) => frames.some((frame) => frame.codec === codec));
    for (const codec of ['flat-msgpack', 'flat-json'])
      expect(inFlat(codec).map(({ message }) => message)).toEqual(['delta', 'snapshot', 'trades']);
  });

  it('hold a time as uint64 and as float64', () => {
    const delta = GOLDEN_MESSAGES.find((message) => message.name === 'server-delta');
    const hex = delta?.frames.map(({ bytes }) => Buffer.from(bytes).toString('hex')) ?? [];
    expect(hex[0]).toContain('73656e7454696d65cf');
    expect(hex[1]).toContain('73656e7454696d65cb');
  });
});
