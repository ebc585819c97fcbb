import { describe, expect, it } from 'vitest';
import type { InstrumentSpec } from '../../../feed-simulator/market-model/instrument-spec.ts';
import { TWELVE_INSTRUMENTS } from '../../../feed-simulator/market-model/instruments.ts';
import { reportLines } from '../../../feed-simulator/report/report.ts';
import { isInRange } from '../../../feed-simulator/report/stylised-fact.ts';

const HOURS = 10;
const UPDATES = 70;
/** A run takes some two seconds, more beside others. */
const PATIENCE_MS = 30_000;
/** Names of the facts out of range for the twelve, changed as asked. */
function outOfRange(seed: number, change: Partial<InstrumentSpec> = {}, hours = HOURS): string[] {
  const instruments = TWELVE_INSTRUMENTS.map((spec) => ({ ...spec, ...change }));
  const { facts } = reportLines({ seed, hours, updatesPerSecond: UPDATES, instruments });
  return facts.filter((fact) => !isInRange(fact)).map((fact) => fact.name);
}

describe('reportLines', { timeout: PATIENCE_MS }, () => {
  it.each([2, 6])('finds every stylised fact in its published range, seed %s', (seed) => {
    expect(outOfRange(seed)).toEqual([]);
  });

  it('shows what a poorer market lacks: no self-excitation, no split orders, no common moves', () => {
    const poorer = outOfRange(
      1,
      { branching256: 0, longestParent: 1, sharedMoves: { market: 0, family: 0 } },
      4,
    );
    expect(poorer).toEqual(
      expect.arrayContaining([
        'branching ratio of order arrivals',
        'autocorrelation of trade signs, lag 50',
        'correlation of 5-minute returns within families',
        'correlation of 5-minute returns between families',
      ]),
    );
  });

  it('says for each fact whether it holds, and sums up', () => {
    const { lines, facts } = reportLines({ seed: 1, hours: 0.1, updatesPerSecond: 20 });
    expect(lines[0]).toBe(
      'stylised facts of 0.1 simulated hours: seed 1, 12 instruments, 20 level updates/s',
    );
    expect(lines.filter((line) => /^(ok|OUT) /.test(line))).toHaveLength(facts.length);
    expect(lines.at(-1)).toBe(
      `${facts.filter((fact) => !isInRange(fact)).length} of ${facts.length} outside`,
    );
  });

  it('refuses no time at all, and more than a week', () => {
    for (const hours of [0, -1, 169, Number.NaN])
      expect(() => reportLines({ seed: 1, hours })).toThrow('expected above 0 to 168 hours');
  });
});
