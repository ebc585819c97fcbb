import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsInSight, scrolledTo, SPARE_ROWS } from '../../../../renderer/panels/watchlist/rows-in-sight.ts';

const LIST = { scrollTop: 0, height: 100, rowHeight: 18, count: 200 };

const someList = fc.record({
  scrollTop: fc.nat(4_000),
  height: fc.nat(900),
  rowHeight: fc.constantFrom(16, 18, 22),
  count: fc.nat(250),
});

describe('rowsInSight', () => {
  it('draws what is in sight and some spare rows, and the one to keep at its place', () => {
    expect(rowsInSight(LIST, -1)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(rowsInSight({ ...LIST, scrollTop: 900, height: 36 }, 7)).toEqual([7, ...range(46, 56)]);
    expect(rowsInSight({ ...LIST, height: 18 }, 99)).toEqual([...range(0, 5), 99]);
  });

  it('leaves no row in sight out, draws none twice, and never more than fit', () => {
    fc.assert(
      fc.property(someList, fc.integer({ min: -1, max: 260 }), (list, kept) => {
        const places = rowsInSight(list, kept);
        expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b));
        for (let place = 0; place < list.count; place += 1) {
          const top = place * list.rowHeight;
          const isInSight = top < list.scrollTop + list.height && top + list.rowHeight > list.scrollTop;
          if (isInSight || place === kept) expect(places).toContain(place);
        }
        expect(places.length).toBeLessThanOrEqual(list.height / list.rowHeight + 2 + 2 * SPARE_ROWS + 1);
        expect(places.every((place) => place >= 0 && place < list.count)).toBe(true);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe('scrolledTo', () => {
  it('does not move for a row that is wholly in sight, and by the shortest way for another', () => {
    const list = { ...LIST, scrollTop: 180, height: 90 };
    expect([9, 10, 12, 14, 15].map((place) => scrolledTo(list, place))).toEqual([162, 180, 180, 180, 198]);
  });
});

function range(from: number, end: number): number[] {
  return Array.from({ length: end - from }, (_, i) => from + i);
}
