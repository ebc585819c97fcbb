import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Tape } from '../../../main/core/tape/tape.ts';
import {
  hasNewPrints,
  projectTape,
  TAPE_VIEW_START,
  type TapeCursor,
  type TapeView,
} from '../../../main/core/views/tape-view.ts';
import { aTrade, tradeRange } from '../../support/market-events.ts';

function tapeOf(...sequences: number[]): Tape {
  const tape = new Tape(300);
  for (const sequence of sequences) tape.append(aTrade(sequence));
  return tape;
}

/** `[isReset, gapFrom, gapTo, sequences]` of each section until there is no more. */
function sections(
  tape: Tape,
  start: TapeCursor | null,
  limit = 1_000,
): [boolean, number, number, number[]][] {
  const seen: [boolean, number, number, number[]][] = [];
  let cursor = start;
  for (let view: TapeView | null; (view = projectTape(tape, cursor, limit)) !== null; cursor = view.cursor) {
    seen.push([view.isReset, view.gapFrom, view.gapTo, view.prints.map(({ sequence }) => sequence)]);
  }
  return seen;
}

describe('projectTape', () => {
  it('starts a new reader with the last prints', () => {
    const tape = tapeOf(...tradeRange(1, 250).map(({ sequence }) => sequence));
    const view = projectTape(tape, null, 1_000);
    expect([
      view?.isReset,
      view?.gapFrom,
      view?.prints.length,
      view?.prints[0]?.sequence,
      view?.hasMore,
    ]).toEqual([true, 0, TAPE_VIEW_START, 51, false]);
  });

  it('gives each print once', () => {
    const tape = tapeOf(1, 2);
    const cursor = projectTape(tape, null, 10)?.cursor ?? null;
    expect(projectTape(tape, cursor, 10)).toBeNull();
    tape.append(aTrade(3));
    expect(sections(tape, cursor)).toEqual([[false, 0, 0, [3]]]);
  });

  it('names a loss before the prints that follow it, one a section', () => {
    expect(sections(tapeOf(1, 2, 5, 6, 9), { generation: 1, sequence: 2 })).toEqual([
      [false, 3, 4, [5, 6]],
      [false, 7, 8, [9]],
    ]);
    expect(sections(tapeOf(5, 6, 9), null)).toEqual([
      [true, 0, 0, [5, 6]],
      [false, 7, 8, [9]],
    ]);
  });

  it('gives at most the limit, the rest next time', () => {
    const view = projectTape(tapeOf(1, 2, 3), { generation: 1, sequence: 1 }, 1);
    expect([view?.prints.length, view?.hasMore]).toEqual([1, true]);
    expect(sections(tapeOf(1, 2, 3), { generation: 1, sequence: 1 }, 1)).toHaveLength(2);
  });

  it('tells a reader that was too slow what it missed', () => {
    const tape = new Tape(2);
    for (const trade of tradeRange(1, 9)) tape.append(trade);
    expect(sections(tape, { generation: 1, sequence: 4 })).toEqual([[false, 5, 7, [8, 9]]]);
  });

  it('names no loss before the first print of a reader that found the tape empty', () => {
    const tape = tapeOf();
    const view = projectTape(tape, null, 10);
    expect(view).toMatchObject({ isReset: true, prints: [] });
    expect(projectTape(tape, view?.cursor ?? null, 10)).toBeNull();
    tape.append(aTrade(400));
    expect(sections(tape, view?.cursor ?? null)).toEqual([[true, 0, 0, [400]]]);
  });

  it('waits while history is read in, then starts readers anew', () => {
    const tape = tapeOf(1, 2);
    const cursor = projectTape(tape, null, 10)?.cursor ?? null;
    tape.beginFill();
    tape.append(aTrade(1));
    expect([projectTape(tape, cursor, 10), projectTape(tape, null, 10)]).toEqual([null, null]);
    tape.endFill();
    expect(sections(tape, cursor)).toEqual([[true, 0, 0, [1]]]);
  });
});

describe('hasNewPrints', () => {
  it('says whether there is anything to project, wherever the reader stands', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 }),
        fc.option(
          fc.record({
            generation: fc.integer({ min: 1, max: 2 }),
            sequence: fc.integer({ min: 0, max: 45 }),
          }),
        ),
        fc.boolean(),
        (sequences, cursor, isFilling) => {
          const tape = tapeOf(...[...new Set(sequences)].sort((a, b) => a - b));
          if (isFilling) tape.beginFill();
          expect(hasNewPrints(tape, cursor)).toBe(projectTape(tape, cursor, 1) !== null);
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });
});
