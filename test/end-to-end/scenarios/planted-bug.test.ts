import { describe, expect, it, vi } from 'vitest';
import { LevelTally } from '../../../main/core/book/level-tally.ts';
import type * as SequenceGate from '../../../main/core/sequencing/sequence-gate.ts';
import { rehearseAll } from './rehearsal.ts';

/** A terminal with two bugs: a gap passes for the next message, and no hash is compared. */
vi.mock('../../../main/core/sequencing/sequence-gate.ts', async (importOriginal) => {
  const { judgeSequence } = await importOriginal<typeof SequenceGate>();
  const judge: typeof judgeSequence = (...sequences) => {
    const verdict = judgeSequence(...sequences);
    return typeof verdict === 'object' ? 'next' : verdict;
  };
  return { judgeSequence: judge };
});
vi.spyOn(LevelTally.prototype, 'hasHash').mockReturnValue(true);

describe('the rehearsal of a terminal that is wrong', () => {
  it('finds that it shows books live that are not the exchange\u2019s', async () => {
    const outcome = await rehearseAll([{ name: 'drop' }]);
    const { violations, faults } = await outcome('drop');
    expect(faults[0]?.applied).toBeGreaterThan(0);
    expect(violations[0]).toMatch(/^(ladder|watchlist row) \d+.* is not the venue's at \d+$/);
  });
});
