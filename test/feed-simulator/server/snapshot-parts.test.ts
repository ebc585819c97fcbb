import { describe, expect, it } from 'vitest';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { snapshotParts } from '../../../feed-simulator/server/snapshot-parts.ts';

const time = timestampMicros(1);
const head = {
  epoch: 1,
  subscription: 2,
  id: 3,
  sequence: 4,
  hash: [5, 6],
  venueTime: time,
  sentTime: time,
} as const;

describe('snapshotParts', () => {
  it('is one part without levels for an empty book', () => {
    expect(snapshotParts(head, [])).toEqual([{ type: 'snapshot', ...head, part: 1, parts: 1, levels: [] }]);
  });

  it('puts at most 500 levels into a part and keeps their order', () => {
    const levels = Array.from({ length: 2_002 }, (_, index) => index);
    const parts = snapshotParts(head, levels);
    expect(parts.map((part) => [part.part, part.parts, part.levels.length])).toEqual([
      [1, 3, 1_000],
      [2, 3, 1_000],
      [3, 3, 2],
    ]);
    expect(parts.flatMap((part) => Array.from(part.levels))).toEqual(levels);
  });

  it('needs no second part for exactly 500 levels', () => {
    expect(snapshotParts(head, new Array<number>(1_000).fill(1))).toHaveLength(1);
  });
});
