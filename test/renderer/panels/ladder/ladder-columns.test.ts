import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOutColumns } from '../../../../renderer/panels/ladder/ladder-columns.ts';

describe('layOutColumns', () => {
  it('fills the width without holes, both sides alike', () => {
    fc.assert(
      fc.property(fc.integer({ min: 120, max: 900 }), fc.integer({ min: 20, max: 110 }), (width, price) => {
        const columns = layOutColumns(width, price, 7.2);
        const order = [columns.bidCumulative, columns.bid, columns.price, columns.ask, columns.askCumulative];
        let edge = 0;
        for (const column of order) {
          expect(column.left).toBe(edge);
          edge += column.width;
        }
        expect(edge).toBe(width);
        expect(columns.bid.width).toBe(columns.ask.width);
        expect(columns.bidCumulative.width).toBe(columns.askCumulative.width);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('shows cumulative sizes at 320 px and leaves them out at 180 px', () => {
    expect(layOutColumns(320, 65, 7.2).bidCumulative.width).toBeGreaterThan(50);
    expect(layOutColumns(180, 65, 7.2).bidCumulative.width).toBe(0);
  });

  it('never shrinks the price', () => {
    expect(layOutColumns(60, 65, 7.2).price.width).toBeGreaterThanOrEqual(60);
  });
});
