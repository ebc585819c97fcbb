import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delta } from '../../../main/core/market-data/market-event.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { encodeServerMessage } from '../../../main/wire/encode-message.ts';
import { deltaFrame, flatDeltaFrame, flatDeltaText } from '../../../feed-simulator/server/delta-frame.ts';

const whole = fc.oneof(
  fc.maxSafeNat(),
  fc.nat({ max: 0x1_0000 }),
  fc.constantFrom(0, 127, 128, 255, 256, 65_535, 65_536, 0xffff_ffff, 0x1_0000_0000),
);
const time = whole.map(timestampMicros);
const lane = fc.integer({ min: 0, max: 0xffff_ffff });

function deltaOf(levels: number[]): Delta {
  const now = timestampMicros(1_700_000_000_000_000);
  const stamps = { venueTime: now, sentTime: now };
  return {
    type: 'delta',
    epoch: 1,
    subscription: 1,
    previousSequence: 1,
    sequence: 2,
    levels,
    hash: [1, 2],
    ...stamps,
  };
}

const anyLongDelta = fc.record({
  type: fc.constant('delta' as const),
  epoch: whole,
  subscription: whole,
  previousSequence: whole,
  sequence: whole,
  levels: fc.array(whole, { maxLength: 200, size: 'max' }),
  hash: fc.tuple(lane, lane),
  venueTime: time,
  sentTime: time,
});

describe.each([
  ['deltaFrame', 'msgpack', deltaFrame],
  ['flatDeltaFrame', 'flat-msgpack', flatDeltaFrame],
] as const)('%s', (_, codec, write) => {
  it('is byte for byte what the general encoder makes', () => {
    fc.assert(
      fc.property(anyLongDelta, (each) => {
        expect(Buffer.from(write(each) ?? []).toString('hex')).toBe(
          Buffer.from(encodeServerMessage(codec, each)).toString('hex'),
        );
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('owns its bytes: the next frame does not change them', () => {
    const first = write(deltaOf([200, 5]));
    const before = Buffer.from(first ?? []).toString('hex');
    write(deltaOf([202, 7]));
    expect(Buffer.from(first ?? []).toString('hex')).toBe(before);
  });

  it('leaves a delta that is too long for it to the general encoder', () => {
    expect(write(deltaOf(new Array<number>(4_096).fill(Number.MAX_SAFE_INTEGER)))).not.toBeNull();
    expect(write(deltaOf(new Array<number>(4_098).fill(1)))).toBeNull();
  });
});

describe('flatDeltaText', () => {
  it('is letter for letter what the general encoder makes, also of a typed array', () => {
    fc.assert(
      fc.property(anyLongDelta, (each) => {
        const text = encodeServerMessage('flat-json', each);
        expect(flatDeltaText(each)).toBe(text);
        expect(flatDeltaText({ ...each, levels: Float64Array.from(each.levels) })).toBe(text);
      }),
      { seed: 7, numRuns: 300 },
    );
    for (let power = 1; power <= 1e15; power *= 10)
      for (const value of [power - 1, power, power + 1])
        expect(flatDeltaText(deltaOf([value]))).toBe(encodeServerMessage('flat-json', deltaOf([value])));
  });

  it('leaves a delta that is too long for it to the general encoder', () => {
    const longest = deltaOf(new Array<number>(4_086).fill(Number.MAX_SAFE_INTEGER));
    expect(flatDeltaText(longest)).toBe(encodeServerMessage('flat-json', longest));
    expect(flatDeltaText(deltaOf(new Array<number>(4_088).fill(1)))).toBeNull();
  });
});
