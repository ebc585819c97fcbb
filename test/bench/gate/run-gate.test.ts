import { describe, expect, it } from 'vitest';
import { GATE_CHECKS, type GateCheck } from './gate-checks.ts';
import { judge, runGate } from './run-gate.ts';

function checkOf(ratios: readonly number[]): GateCheck & { readonly rounds: number[] } {
  const rounds: number[] = [];
  return {
    name: 'a',
    peer: 'b',
    floor: 4,
    rounds,
    ratio: (wanted) => {
      rounds.push(wanted);
      return ratios[rounds.length - 1] ?? 0;
    },
  };
}

describe('judge', () => {
  it('is green at the floor, at the first look', async () => {
    const check = checkOf([4]);
    expect(await judge(check, 1)).toEqual({ name: 'a', peer: 'b', ratio: 4, floor: 4, isGreen: true });
    expect(check.rounds).toHaveLength(1);
  });

  it('looks a second time and longer before it says red', async () => {
    const noisy = checkOf([1, 5]);
    expect(await judge(noisy, 1)).toMatchObject({ ratio: 5, isGreen: true });
    expect(noisy.rounds[1]).toBeGreaterThan(noisy.rounds[0] ?? 0);
    expect(await judge(checkOf([1, 3.9]), 1)).toMatchObject({ ratio: 3.9, isGreen: false });
  });

  it.each(GATE_CHECKS.filter(({ name }) => name.startsWith('decode/')))(
    'turns red when $name takes eight times as long',
    async (check) => {
      expect(await judge(check, 8)).toMatchObject({ isGreen: false });
    },
    30_000,
  );
});

describe('runGate', () => {
  it('refuses a plant in a check that there is not', async () => {
    await expect(runGate('book/none', false)).rejects.toThrow(RangeError);
  });
});
