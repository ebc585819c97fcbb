import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEADER, SECTION } from '../../../main/contract/view-frame.ts';
import { readFrame } from '../../../renderer/api/frame-reader.ts';
import { buildFrame, tapePayload, watchlistPayload } from '../../support/frame-builder.ts';

const TWO_SECTIONS = (): ArrayBuffer =>
  buildFrame(
    7,
    [
      { viewId: 3, kind: 'watchlist', payload: watchlistPayload([{ instrumentIndex: 0, last: 12 }]) },
      {
        viewId: 4,
        kind: 'tape',
        payload: tapePayload({ prints: [{ sequence: 9, ticks: 10, lots: 2, side: 'buy' }] }),
        reason: 'gap',
        staleSinceMs: 1_500,
        sequence: 9,
        dataTimeMs: 1_400,
      },
    ],
    2_000,
  );

const changed = (index: number, value: number): ArrayBuffer => {
  const words = new Float64Array(TWO_SECTIONS());
  words[index] = value;
  return words.buffer;
};

describe('readFrame', () => {
  it('gives each section with its quality, sequence and times', () => {
    const frame = readFrame(TWO_SECTIONS());
    if (frame.type !== 'frame') throw new Error(frame.message);
    expect(frame.frameNumber).toBe(7);
    expect(frame.sections.map(({ viewId, kind }) => [viewId, kind])).toEqual([
      [3, 2],
      [4, 3],
    ]);
    expect(frame.sections[1]?.section).toEqual({
      payload: new Float64Array([0, 0, 0, 0, 1, 9, 0, 10, 2, 1]),
      reason: 'gap',
      staleSinceMs: 1_500,
      sequence: 9,
      dataTimeMs: 1_400,
      publishedTimeMs: 2_000,
    });
  });

  it('reads a frame without sections', () => {
    expect(readFrame(buildFrame(1, []))).toEqual({ type: 'frame', frameNumber: 1, sections: [] });
  });

  it.each([
    ['another version', HEADER.version, 2, null],
    ['a fractional frame number', HEADER.frameNumber, 1.5, null],
    ['more sections than there are', HEADER.sectionCount, 3, 7],
    ['fewer sections than there are', HEADER.sectionCount, 1, 7],
    ['a negative section count', HEADER.sectionCount, -1, 7],
    ['a payload that ends beyond the frame', HEADER.length + SECTION.payloadLength, 1_000, 7],
    ['a payload length that is not a number', HEADER.length + SECTION.payloadLength, Number.NaN, 7],
    ['a reason nobody knows', HEADER.length + SECTION.reason, 99, 7],
    ['a view that is no number', HEADER.length + SECTION.viewId, Number.NaN, 7],
  ])('refuses %s', (_what, index, value, frameNumber) => {
    expect(readFrame(changed(index, value))).toMatchObject({ type: 'malformed', frameNumber });
  });

  it('refuses every truncation', () => {
    const whole = TWO_SECTIONS();
    for (let length = 0; length < whole.byteLength; length++)
      expect(readFrame(whole.slice(0, length)).type, `cut to ${length} bytes`).toBe('malformed');
  });

  it('never throws and never reads outside the frame, whatever the words are', () => {
    const word = fc.oneof(fc.constantFrom(0, 1, 2, 3, 4, 7, 10, -1, Number.NaN, Infinity), fc.double());
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        const frame = readFrame(new Float64Array([1, ...words]).buffer);
        if (frame.type === 'malformed') return;
        const carried = frame.sections.reduce((sum, { section }) => sum + section.payload.length, 0);
        expect(carried + frame.sections.length * SECTION.length + HEADER.length).toBe(words.length + 1);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
