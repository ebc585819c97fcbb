import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateClientMessage } from '../../main/wire/validate-request.ts';
import { anyRequest } from './arbitrary-messages.ts';
import { mutated } from './message-mutations.ts';

const TYPES = ['subscribe', 'unsubscribe', 'snapshot', 'trade-history', 'ping'];

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
});
