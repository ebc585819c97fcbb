import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateClientMessage } from '../../main/wire/validate-request.ts';
import { anyRequest } from './arbitrary-messages.ts';
import { mutated } from './message-mutations.ts';

const TYPES = [
  'subscribe',
  'subscribe-list',
  'unsubscribe',
  'snapshot',
  'trade-history',
  'candle-history',
  'authenticate',
  'ping',
];
/** -0 is 0 on the wire, and what is undefined is not there. */
const bare = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('validateClientMessage', () => {
  it('leaves out a depth or a sequence that was not given', () => {
    const subscribe = { type: 'subscribe', id: 1, instrument: 'ESZ6', channel: 'book' };
    expect(validateClientMessage({ ...subscribe, depth: undefined })).toStrictEqual(subscribe);
    const snapshot = { type: 'snapshot', id: 1, subscription: 7 };
    expect(validateClientMessage({ ...snapshot, atSequence: undefined })).toStrictEqual(snapshot);
  });

  it('takes depth 0 for trades, which is what they have', () => {
    const subscribe = { type: 'subscribe', id: 1, instrument: 'ESZ6', channel: 'trades', depth: 0 };
    expect(validateClientMessage(subscribe)).toStrictEqual(subscribe);
  });

  it('leaves a backward or huge range of history to the venue, which answers BAD_RANGE', () => {
    const request = { type: 'trade-history', id: 1, instrument: 'ESZ6', from: 9, to: 3 };
    expect(validateClientMessage(request)).toStrictEqual(request);
    expect(validateClientMessage({ ...request, to: 2 ** 52 })).toMatchObject({ to: 2 ** 52 });
  });

  it('names the request it refuses, so that the answer can carry its id', () => {
    expect(validateClientMessage({ type: 'ping', id: 41, sentTime: -1 })).toMatchObject({
      code: 'WIRE_BAD_FIELD',
      requestId: 41,
      messageType: 'ping',
    });
  });

  it('makes up no conflation, which is for the venue to choose', () => {
    const subscribe = { type: 'subscribe', id: 1, instrument: 'ESZ6', channel: 'ticker' };
    expect(validateClientMessage(subscribe)).toStrictEqual(subscribe);
  });

  it('takes 256 patterns and the longest of them, and gives each as it came', () => {
    const instruments = [...new Array<string>(255).fill('*'), 'A'.repeat(64)];
    const request = { type: 'subscribe-list', id: 1, instruments, channel: 'trades' };
    expect(validateClientMessage(request)).toStrictEqual(request);
  });

  it('leaves candle history of a backward time to the venue, which answers BAD_RANGE', () => {
    const request = { type: 'candle-history', id: 1, instrument: 'ESZ6', intervalMs: 1_000, from: 9, to: 3 };
    expect(validateClientMessage(request)).toStrictEqual(request);
  });

  it('repeats no part of a token that it refuses', () => {
    for (const token of ['se cret', 'secret'.repeat(1_000), 'secret\u00e9'])
      expect(JSON.stringify(validateClientMessage({ type: 'authenticate', id: 3, token }))).not.toContain(
        'secr',
      );
    expect(validateClientMessage({ type: 'authenticate', id: 3, token: 's e' })).toMatchObject({
      code: 'WIRE_BAD_FIELD',
      requestId: 3,
    });
  });

  it('gives a request of a known type or an error for any value, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), mutated(anyRequest)), (value) => {
        const outcome = validateClientMessage(value);
        expect([...TYPES, 'wire-error']).toContain(outcome.type);
        expect(outcome).not.toHaveProperty('fromTheFuture');
      }),
      { seed: 7, numRuns: 1_000 },
    );
  });

  it('gives only known fields, unchanged, when it takes a request with something wrong in it', () => {
    const count = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(mutated(anyRequest), (value) => {
        const before = structuredClone(value);
        const outcome = validateClientMessage(value);
        expect(value).toStrictEqual(before);
        if (outcome.type === 'wire-error') return void count.refused++;
        count.taken++;
        expect(bare(value)).toMatchObject(bare(outcome) as object);
      }),
      { seed: 7, numRuns: 1_500 },
    );
    expect(count.taken).toBeGreaterThan(50);
    expect(count.refused).toBeGreaterThan(500);
  });
});
