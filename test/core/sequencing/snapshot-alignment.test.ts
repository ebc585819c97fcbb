import { describe, expect, it } from 'vitest';
import {
  MAX_SNAPSHOT_LEVELS,
  MAX_SNAPSHOT_PARTS,
  SnapshotAlignment,
} from '../../../main/core/sequencing/snapshot-alignment.ts';
import { aSnapshot, inParts } from '../../support/market-events.ts';
import { updateOf } from '../../support/accept-book.ts';

const [first = aSnapshot(), second = aSnapshot(), third = aSnapshot()] = inParts(
  aSnapshot({ levels: [20, 1, 18, 1, 21, 1] }),
  1,
);

describe('SnapshotAlignment', () => {
  it('takes the parts of a snapshot in order', () => {
    const alignment = new SnapshotAlignment();
    const seen = [first, second, third].map((part) => [
      alignment.judge(updateOf(part)),
      alignment.isUnfinished,
    ]);
    expect(seen).toEqual([
      ['first', true],
      ['next', true],
      ['next', false],
    ]);
    expect(alignment.judge(updateOf(first))).toBe('first');
  });

  it('is finished with a snapshot of one part', () => {
    const alignment = new SnapshotAlignment();
    expect([alignment.judge(updateOf(aSnapshot())), alignment.isUnfinished]).toEqual(['first', false]);
  });

  it('calls a later part stray when nothing began', () => {
    expect(new SnapshotAlignment().judge(updateOf(second))).toBe('stray');
  });

  it.each([
    ['a part left out', third, 'part 2 of 3', 'part 3 of 3'],
    ['a part twice', first, 'part 2 of 3', 'part 1 of 3'],
    ['another number of parts', { ...second, parts: 4 }, 'part 2 of 3', 'part 2 of 4'],
    ['another sequence', { ...second, sequence: 101 }, 'sequence 100, request 0', 'sequence 101, request 0'],
    ['another request', { ...second, id: 5 }, 'sequence 100, request 0', 'sequence 100, request 5'],
    ['another hash', { ...second, hash: [1, 2] as const }, `hash [${first.hash.join(', ')}]`, '[1, 2]'],
  ])('faults %s and forgets the snapshot', (_, part, expected, received) => {
    const alignment = new SnapshotAlignment();
    alignment.judge(updateOf(first));
    expect(alignment.judge(updateOf(part))).toEqual({ kind: 'snapshot-fault', expected, received });
    expect([alignment.isUnfinished, alignment.judge(updateOf(third))]).toEqual([false, 'stray']);
  });

  it('faults more parts or levels than its bounds', () => {
    const tooMany = { ...first, parts: MAX_SNAPSHOT_PARTS + 1 };
    expect(new SnapshotAlignment().judge(updateOf(tooMany))).toMatchObject({ received: '10001' });
    const alignment = new SnapshotAlignment();
    alignment.judge(updateOf({ ...first, levels: new Float64Array(MAX_SNAPSHOT_LEVELS * 2) }));
    expect(alignment.judge(updateOf(second))).toMatchObject({ received: '400001 by part 2' });
  });

  it('faults a delta between two parts, and none between two snapshots', () => {
    const alignment = new SnapshotAlignment();
    expect(alignment.interrupt()).toBeNull();
    alignment.judge(updateOf(first));
    expect(alignment.interrupt()).toEqual({
      kind: 'snapshot-fault',
      expected: 'part 2 of 3',
      received: 'a delta',
    });
    expect(alignment.isUnfinished).toBe(false);
  });
});
