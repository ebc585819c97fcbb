import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MarketEvent } from '../../main/core/market-data/market-event.ts';
import { CODEC_NAMES } from '../../main/wire/codec.ts';
import { encodeServerMessage } from '../../main/wire/encode-message.ts';
import { validateServerMessage } from '../../main/wire/validate-message.ts';
import { anyEvent } from './arbitrary-messages.ts';
import { GOLDEN_MESSAGES } from './golden-frames.ts';
import { mutated } from './message-mutations.ts';

const wireFormOf = (event: MarketEvent) => JSON.parse(encodeServerMessage('json', event) as string) as object;
/** -0 is 0 on the wire, and what is undefined is not there. */
const bare = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const goldenDelta = GOLDEN_MESSAGES.find(({ name }) => name === 'server-delta')?.decoded as object;

describe('validateServerMessage', () => {
  it('ignores a type it does not know, naming it', () => {
    expect(validateServerMessage({ type: 'auction', id: 1 })).toEqual({
      type: 'ignored',
      messageType: 'auction',
    });
    expect(validateServerMessage({ type: 'constructor' })).toEqual({
      type: 'ignored',
      messageType: 'constructor',
    });
    expect(validateServerMessage({ type: 'x'.repeat(1_000) })).toMatchObject({ type: 'ignored' });
  });

  it('reads flat form only under a flat codec, and there no map in its place', () => {
    const flat = [1, 7, 12, 500, 501, 3, 4, 5, 6, 20000, 12];
    const delta = { type: 'delta', epoch: 7, subscription: 12, previousSequence: 500, sequence: 501 };
    expect(validateServerMessage(flat, 'flat-json')).toEqual({
      ...delta,
      ...{ levels: [20000, 12], hash: [3, 4], venueTime: 5, sentTime: 6 },
    });
    expect(validateServerMessage(flat)).toMatchObject({ code: 'WIRE_NOT_A_MAP' });
    expect(validateServerMessage(goldenDelta, 'flat-json')).toMatchObject({
      ...{ code: 'WIRE_WRONG_FORM', messageType: 'delta', subscription: 7 },
    });
  });

  it('names the subscription of a fault in flat form', () => {
    const flat = [1, 7, 12, 500, 501, 3, 4, 5, 6, 20000, 12, 20000, 13];
    expect(validateServerMessage(flat, 'flat-msgpack')).toMatchObject({
      ...{ code: 'WIRE_BAD_LEVELS', messageType: 'delta', subscription: 12 },
    });
  });

  it.each([0, -1, 4, 2 ** 40])('ignores flat form of the unknown code %i', (code) => {
    expect(validateServerMessage([code, 7, 12], 'flat-json')).toEqual({
      type: 'ignored',
      messageType: `flat ${code}`,
    });
  });

  it('leaves out fields it does not know', () => {
    expect(validateServerMessage({ ...goldenDelta, toJSON: 1, constructor: 2, extra: {} })).toStrictEqual(
      goldenDelta,
    );
  });

  it('names the subscription of a faulty book message, so that only that book is resynced', () => {
    expect(validateServerMessage({ ...goldenDelta, levels: [1] })).toMatchObject({
      code: 'WIRE_BAD_LEVELS',
      messageType: 'delta',
      subscription: 7,
      requestId: 0,
    });
  });

  it('does not take for fields what stands under __proto__', () => {
    const value = JSON.parse(`{"type":"delta","__proto__":${JSON.stringify(goldenDelta)}}`) as unknown;
    expect(validateServerMessage(value)).toMatchObject({ code: 'WIRE_BAD_FIELD' });
  });

  it('passes the levels on without a copy', () => {
    const levels = [20005, 3];
    const delta = validateServerMessage({ ...goldenDelta, levels });
    expect((delta as { levels?: unknown }).levels).toBe(levels);
  });

  it('gives an event, an ignored type or an error for any value, and never throws', () => {
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true, withBigInt: true, withTypedArray: true }),
        fc.constantFrom(...CODEC_NAMES),
        (value, codec) => {
          expect(['ignored', 'wire-error']).toContain(validateServerMessage(value, codec).type);
        },
      ),
      { seed: 7, numRuns: 500 },
    );
  });

  it('gives only known fields, unchanged, when it takes a message with something wrong in it', () => {
    const count = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(mutated(anyEvent.map(wireFormOf)), (value) => {
        const before = structuredClone(value);
        const outcome = validateServerMessage(value);
        expect(value).toStrictEqual(before);
        if (outcome.type === 'wire-error' || outcome.type === 'ignored') return void count.refused++;
        count.taken++;
        const again = wireFormOf(outcome);
        expect(bare(value)).toMatchObject(again);
        expect(Object.keys(again)).not.toContain('fromTheFuture');
      }),
      { seed: 7, numRuns: 1_500 },
    );
    expect(count.taken).toBeGreaterThan(50);
    expect(count.refused).toBeGreaterThan(500);
  });
});
