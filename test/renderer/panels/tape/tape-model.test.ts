import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_HELD_ENTRIES, TapeModel, type TapeEntry } from '../../../../renderer/panels/tape/tape-model.ts';
import { tapePayload, type BuiltTape } from '../../../support/frame-builder.ts';

const prints = (...sequences: readonly number[]) =>
  sequences.map((sequence) => ({ sequence, ticks: 100, lots: 1 }));

function tapeOf(...sections: readonly BuiltTape[]): TapeModel {
  const model = new TapeModel();
  for (const section of sections) model.apply(new Float64Array(tapePayload(section)));
  return model;
}

/** "1 2 [3-5] 6": prints by sequence, gaps in brackets. */
const written = (entries: readonly TapeEntry[]): string =>
  entries.map((entry) => (entry.kind === 'gap' ? `[${entry.from}-${entry.to}]` : entry.sequence)).join(' ');

describe('TapeModel', () => {
  it('keeps prints in the order they were traded', () => {
    expect(written(tapeOf({ isReset: true, prints: prints(4, 5) }, { prints: prints(6) }).entries)).toBe(
      '4 5 6',
    );
  });

  it('reads every field of a print', () => {
    const print = { sequence: 1, timeMs: 77, ticks: 12, lots: 3, side: 'sell' } as const;
    expect(tapeOf({ prints: [print] }).entries).toEqual([{ ...print, kind: 'print', side: 2 }]);
  });

  it('marks the trades the terminal had to drop', () => {
    const model = tapeOf({ isReset: true, prints: prints(1) }, { gap: [2, 4], prints: prints(5) });
    expect(written(model.entries)).toBe('1 [2-4] 5');
  });

  it('marks a hole in the sequence that nobody announced', () => {
    expect(written(tapeOf({ prints: prints(1, 2) }, { prints: prints(5) }).entries)).toBe('1 2 [3-4] 5');
  });

  it('shows a print that comes twice once', () => {
    expect(written(tapeOf({ prints: prints(1, 2) }, { prints: prints(2, 3) }).entries)).toBe('1 2 3');
  });

  it('does not call missing what it has shown', () => {
    const model = tapeOf({ prints: prints(1, 2, 3) }, { gap: [2, 4], prints: prints(5) });
    expect(written(model.entries)).toBe('1 2 3 [4-4] 5');
  });

  it('starts anew on a reset, whatever the sequences were', () => {
    expect(written(tapeOf({ prints: prints(90, 91) }, { isReset: true, prints: prints(1) }).entries)).toBe(
      '1',
    );
  });

  it('keeps what came before when a view opened again begins with a print it holds, and counts it once', () => {
    const model = tapeOf(
      { isReset: true, prints: prints(1, 2, 3) },
      { isReset: true, prints: prints(2, 3, 4) },
    );
    expect([written(model.entries), model.added]).toEqual(['1 2 3 4', 4]);
  });

  it('takes the better news for what it held: a gap that has been filled meanwhile', () => {
    const model = tapeOf({ prints: prints(1, 2, 5) }, { isReset: true, prints: prints(2, 3, 4, 5) });
    expect(written(model.entries)).toBe('1 2 3 4 5');
  });

  it('starts anew when the first print is another under the same sequence', () => {
    const other = [{ sequence: 2, ticks: 101, lots: 1 }];
    expect(written(tapeOf({ prints: prints(1, 2) }, { isReset: true, prints: other }).entries)).toBe('2');
  });

  it('takes nothing from a payload that is not as long as it says', () => {
    const model = tapeOf({ prints: prints(1) });
    const payload = tapePayload({ isReset: true, prints: prints(2, 3) });
    expect(model.apply(new Float64Array(payload.slice(0, -1)))).toBe(false);
    expect(model.apply(new Float64Array())).toBe(false);
    expect(written(model.entries)).toBe('1');
  });

  it('holds no more than its bound and counts all it was given', () => {
    const model = new TapeModel();
    for (let first = 1; first <= 3_000; first += 500)
      model.apply(
        new Float64Array(
          tapePayload({ prints: prints(...Array.from({ length: 500 }, (_, at) => first + at)) }),
        ),
      );
    expect([model.entries.length, model.added]).toEqual([MAX_HELD_ENTRIES, 3_000]);
    expect(model.entries.at(-1)).toMatchObject({ sequence: 3_000 });
  });

  it('accounts for every sequence once, as a print or as missing', () => {
    const batch = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 8 }), (batches) => {
        const model = tapeOf(
          ...batches.map((sequences) => ({ prints: prints(...sequences.toSorted((a, b) => a - b)) })),
        );
        const covered = model.entries.flatMap((entry) =>
          entry.kind === 'print'
            ? [entry.sequence]
            : Array.from({ length: entry.to - entry.from + 1 }, (_, at) => entry.from + at),
        );
        expect(covered).toEqual(covered.map((_, at) => (covered[0] ?? 0) + at));
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
