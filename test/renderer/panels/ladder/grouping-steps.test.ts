import { describe, expect, it } from 'vitest';
import { coarserStep, finerStep, GROUP_STEPS } from '../../../../renderer/panels/ladder/grouping-steps.ts';

describe('coarserStep', () => {
  it('goes through every step and stays at the largest', () => {
    const steps: number[] = [1];
    while (steps.length <= GROUP_STEPS.length) steps.push(coarserStep(steps.at(-1) ?? 1));
    expect(steps).toEqual([...GROUP_STEPS, 1_000]);
  });
});

describe('finerStep', () => {
  it('undoes coarserStep and stays at one tick', () => {
    for (const step of GROUP_STEPS.slice(0, -1)) expect(finerStep(coarserStep(step))).toBe(step);
    expect(finerStep(1)).toBe(1);
  });
});
