import { describe, expect, it } from 'vitest';
import { LATENCY_STAGES } from '../../../main/core/views/latency-stage.ts';
import { AXIS_MARKS, axisShare, STAGE_MEANINGS, stageText } from '../../../renderer/workspace/stage-scale.ts';

describe('axisShare', () => {
  it('gives each tenfold the same length and keeps what is beyond at the ends', () => {
    const shares = [-3, 0, 0.001, 0.01, 0.1, 1, 10, 100, 1_000, 5_000, Number.NaN].map(axisShare);
    const expected = [0, 0, 0, 1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1, 1, 0];
    shares.forEach((share, place) => expect(share).toBeCloseTo(expected[place] ?? -1, 12));
  });

  it('stands where the marks of the axis say', () => {
    const marks = AXIS_MARKS.map(({ share }) => share);
    expect([0.01, 1, 100].map(axisShare)).toEqual(marks.map((share) => expect.closeTo(share, 12) as number));
  });
});

describe('stageText', () => {
  it('writes microseconds in milliseconds, three digits after the point', () => {
    expect([null, 0.0524, 12.3456, -1.25, 12_345.6].map(stageText)).toEqual([
      '–',
      '0.052',
      '12.346',
      '−1.250',
      '12\u2009346',
    ]);
  });
});

describe('STAGE_MEANINGS', () => {
  it('explains every stage', () => {
    expect(Object.keys(STAGE_MEANINGS)).toEqual([...LATENCY_STAGES]);
  });
});
