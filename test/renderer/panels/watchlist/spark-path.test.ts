import { describe, expect, it } from 'vitest';
import { sparkPath } from '../../../../renderer/panels/watchlist/spark-path.ts';

describe('sparkPath', () => {
  it('runs from the left edge to the right, the highest close at the top', () => {
    expect(sparkPath(new Float64Array([10, 30, 20]), 20, 11)).toBe('M0 10.5L10 0.5L20 5.5');
  });

  it('draws a price that did not move in the middle', () => {
    expect(sparkPath(new Float64Array([5, 5]), 10, 11)).toBe('M0 5.5L10 5.5');
  });

  it('draws nothing of fewer than two closes', () => {
    expect([sparkPath(new Float64Array([5]), 10, 10), sparkPath(new Float64Array(), 10, 10)]).toEqual([
      '',
      '',
    ]);
  });
});
