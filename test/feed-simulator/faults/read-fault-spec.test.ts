import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAULT_TERMS } from '../../../feed-simulator/faults/fault-parameters.ts';
import { isProblem } from '../../../feed-simulator/faults/fault-problem.ts';
import { FAULT_KINDS, type FaultKind } from '../../../feed-simulator/faults/fault-spec.ts';
import { readFaultSpec } from '../../../feed-simulator/faults/read-fault-spec.ts';

/** What a kind cannot do without. */
const NEEDED: Partial<Record<FaultKind, object>> = {
  delay: { delayMs: 10 },
  'slow-server': { growMsPerSecond: 10 },
  'clock-step': { stepMs: -5 },
  'clock-skew': { partsPerMillion: 100 },
};

describe('readFaultSpec', () => {
  it.each(FAULT_KINDS)('takes %s with what it needs, for all connections and until it is stopped', (kind) => {
    expect(readFaultSpec({ kind, ...NEEDED[kind] })).toMatchObject({
      kind,
      instruments: null,
      channels: null,
      connections: { numbers: null, transports: null, share: 1, opened: 'any' },
      probability: 1,
      afterMs: 0,
      durationMs: null,
      seed: null,
      ...NEEDED[kind],
    });
  });

  it('takes everything that can be said of a fault', () => {
    const fault = {
      kind: 'reorder',
      instruments: ['BTC-USD', 'ES*'],
      channels: ['book', 'status'],
      connections: { numbers: [1, 7], transports: ['websocket'], share: 0.5, opened: 'before' },
      probability: 0.25,
      afterMs: 1_000,
      durationMs: 5_000,
      seed: 4_294_967_295,
      lateMs: 20,
    };
    expect(readFaultSpec(fault)).toMatchObject(fault);
  });

  it.each([
    ['nothing', undefined, 'expected a fault.kind as one of drop'],
    ['text', 'drop', 'expected a fault.kind'],
    ['no kind', {}, 'received nothing'],
    ['an unknown kind', { kind: 'melt' }, 'received "melt"'],
    ['an unknown field', { kind: 'drop', color: 1 }, 'received "color"'],
    ['a number of another kind', { kind: 'drop', delayMs: 5 }, 'received "delayMs"'],
    ['instruments of a storm', { kind: 'disconnect-storm', instruments: ['*'] }, 'received "instruments"'],
    ['a chance of a stall', { kind: 'stalled-while-connected', probability: 0.5 }, 'received "probability"'],
    ['no instruments', { kind: 'drop', instruments: [] }, 'expected instruments as a list of 1 to 256'],
    ['a bad pattern', { kind: 'drop', instruments: ['btc'] }, 'expected instruments[0] of A-Z'],
    ['an unknown channel', { kind: 'drop', channels: ['books'] }, 'expected channels[0] as one of book'],
    ['a chance above 1', { kind: 'drop', probability: 1.1 }, 'expected probability as a number from 0 to 1'],
    ['a chance in words', { kind: 'drop', probability: '1' }, 'received "1"'],
    ['no duration', { kind: 'drop', durationMs: 0 }, 'expected durationMs as a whole number from 1'],
    ['part of a millisecond', { kind: 'drop', afterMs: 0.5 }, 'expected afterMs as a whole number'],
    ['connection 0', { kind: 'drop', connections: { numbers: [0] } }, 'expected numbers[0]'],
    [
      'an unknown transport',
      { kind: 'drop', connections: { transports: ['tcp'] } },
      'expected transports[0]',
    ],
    ['an unknown choice', { kind: 'drop', connections: { who: 1 } }, 'received "who"'],
    ['a step without a length', { kind: 'clock-step' }, 'expected stepMs as a whole number'],
    ['a step of nothing', { kind: 'clock-step', stepMs: 0 }, 'expected a number other than 0'],
    ['a delay of nothing', { kind: 'delay' }, 'expected delayMs or jitterMs above 0'],
    ['a server that is not slow', { kind: 'slow-server', maxMs: 5 }, 'expected delayMs or growMsPerSecond'],
    ['a delay too long', { kind: 'delay', delayMs: 60_001 }, 'from 0 to 60000'],
    ['a frame that is not oversized', { kind: 'oversized-frame', bytes: 1_048_576 }, 'from 1048577'],
  ])('refuses %s and says what it expected', (_, json, message) => {
    expect(readFaultSpec(json)).toEqual({
      type: 'problem',
      code: 'BAD_FAULT',
      message: expect.stringContaining(message) as unknown,
    });
  });

  it('never throws, whatever comes', () => {
    const fields = fc.record(
      {
        kind: fc.oneof(fc.constantFrom(...FAULT_KINDS), fc.anything()),
        connections: fc.anything(),
        probability: fc.anything(),
        instruments: fc.anything(),
        delayMs: fc.anything(),
        __proto__: fc.anything(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fields, fc.anything()), (json) => {
        const read = readFaultSpec(json);
        expect(isProblem(read) || FAULT_KINDS.includes(read.kind)).toBe(true);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('takes each number of each kind at both ends of its range and no further', () => {
    for (const kind of FAULT_KINDS)
      for (const [name, { least, most }] of Object.entries(FAULT_TERMS[kind].parameters)) {
        // A companion keeps the fault from being idle at 0.
        const companion = kind === 'delay' || kind === 'slow-server' ? { ...NEEDED[kind] } : {};
        const read = (value: number): unknown => readFaultSpec({ kind, ...companion, [name]: value });
        const isIdle = (value: number): boolean => value === 0 && Object.keys(companion).includes(name);
        for (const value of [least, most]) if (!isIdle(value)) expect(read(value)).toMatchObject({ kind });
        expect([read(least - 1), read(most + 1)]).toMatchObject([
          { code: 'BAD_FAULT' },
          { code: 'BAD_FAULT' },
        ]);
      }
  });
});
