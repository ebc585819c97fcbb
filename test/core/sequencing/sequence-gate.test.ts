import { describe, expect, it } from 'vitest';
import { judgeSequence } from '../../../main/core/sequencing/sequence-gate.ts';

describe('judgeSequence', () => {
  it.each([
    ['lets a message through that starts where the book stands', 101, 105, 'next'],
    ['drops one that is wholly old', 90, 95, 'duplicate'],
    ['drops a repeat of the last one', 95, 101, 'duplicate'],
    ['calls a gap when messages are missing', 103, 105, { kind: 'gap', expected: 101, received: 103 }],
    ['calls a gap when it overlaps what is held', 99, 105, { kind: 'gap', expected: 101, received: 99 }],
  ])('%s', (_, previousSequence, sequence, verdict) => {
    expect(judgeSequence(101, previousSequence, sequence)).toEqual(verdict);
  });
});
