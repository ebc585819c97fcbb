import { describe, expect, it } from 'vitest';
import { BookUpdate } from '../../../main/core/market-data/book-update.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { makeBookStream } from '../book-stream.ts';
import { deltasOf } from '../delta-stream.ts';
import { fixedFrame, FixedReader } from './fixed-layout.ts';

const stream = makeBookStream({ instruments: 2, levelsPerSide: 50, messages: 50 });
const deltas = deltasOf(stream, timestampMicros(1_763_769_600_000_000));

describe('FixedReader', () => {
  it('reads what was written, wherever it lies in a buffer', () => {
    const reader = new FixedReader();
    const update = new BookUpdate();
    for (const delta of deltas) {
      const frame = fixedFrame(delta);
      const buffer = new Uint8Array(frame.length + 7);
      buffer.set(frame, 3);
      expect(reader.read(buffer, 3, 3 + frame.length, update)).toBe(true);
      const expected = new BookUpdate().fill(delta);
      expect(update.head).toEqual(expected.head);
      expect(update.levels.keys.subarray(0, update.levels.count)).toEqual(
        expected.levels.keys.subarray(0, expected.levels.count),
      );
      expect(update.levels.lots.subarray(0, update.levels.count)).toEqual(
        expected.levels.lots.subarray(0, expected.levels.count),
      );
    }
  });

  it('refuses what the schema would: a price twice, a sequence that does not rise, a cut frame', () => {
    const reader = new FixedReader();
    const update = new BookUpdate();
    const [delta] = deltas;
    if (delta === undefined) throw new Error('expected a delta');
    const read = (frame: Uint8Array): boolean => reader.read(frame, 0, frame.length, update);
    const [key = 0, lots = 0] = Array.from(delta.levels);
    expect(read(fixedFrame({ ...delta, levels: [key, lots, key, lots] }))).toBe(false);
    expect(read(fixedFrame({ ...delta, sequence: delta.previousSequence }))).toBe(false);
    expect(read(fixedFrame({ ...delta, levels: [key, 1.5] }))).toBe(false);
    expect(read(fixedFrame(delta).subarray(0, -1))).toBe(false);
  });
});
