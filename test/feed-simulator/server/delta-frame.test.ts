import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delta } from '../../../main/core/market-data/market-event.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { encodeServerMessage } from '../../../main/wire/encode-message.ts';
import { deltaFrame } from '../../../feed-simulator/server/delta-frame.ts';

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

describe('deltaFrame', () => {
  it('is byte for byte what the general encoder makes', () => {
    const delta = fc.record({
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
    fc.assert(
      fc.property(delta, (each) => {
        expect(Buffer.from(deltaFrame(each) ?? []).toString('hex')).toBe(
          Buffer.from(encodeServerMessage('msgpack', each)).toString('hex'),
        );
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('owns its bytes: the next frame does not change them', () => {
    const first = deltaFrame(deltaOf([200, 5]));
    const before = Buffer.from(first ?? []).toString('hex');
    deltaFrame(deltaOf([202, 7]));
    expect(Buffer.from(first ?? []).toString('hex')).toBe(before);
  });

  it('leaves a delta that is too long for it to the general encoder', () => {
    expect(deltaFrame(deltaOf(new Array<number>(4_096).fill(Number.MAX_SAFE_INTEGER)))).not.toBeNull();
    expect(deltaFrame(deltaOf(new Array<number>(4_098).fill(1)))).toBeNull();
  });
});
