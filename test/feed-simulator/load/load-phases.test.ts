import { describe, expect, it } from 'vitest';
import { phasesOf } from '../../../feed-simulator/load/load-phases.ts';

describe('phasesOf', () => {
  it('is one plain phase where nobody is slow', () => {
    expect(phasesOf(20, 0)).toEqual([{ kind: 'plain', seconds: 20 }]);
  });

  it.each([1, 4, 20, 60])(
    'alternates plain and slow, each as often and as long, in %i seconds',
    (seconds) => {
      const phases = phasesOf(seconds, 10);
      expect(phases.length).toBeGreaterThanOrEqual(4);
      expect(phases.map(({ kind }) => kind)).toEqual(
        phases.map((_, index) => (index % 2 === 0 ? 'plain' : 'slow')),
      );
      expect(new Set(phases.map((phase) => phase.seconds)).size).toBe(1);
      expect(phases.reduce((sum, phase) => sum + phase.seconds, 0)).toBeCloseTo(seconds);
    },
  );
});
