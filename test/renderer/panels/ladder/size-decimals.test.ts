import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columnSizeText,
  COMPACT,
  fittingDecimals,
} from '../../../../renderer/panels/ladder/size-decimals.ts';

const FORMAT = { lotUnits: 1, sizeDigits: 4 };
const upTo =
  (characters: number) =>
  (text: string): boolean =>
    text.length <= characters;

describe('fittingDecimals', () => {
  it('keeps the exact size where it fits', () => {
    expect(fittingDecimals(123_456, FORMAT, 4, upTo(7))).toBe(4);
  });

  it('gives up decimals one by one, then whole quantities', () => {
    expect([6, 5, 4, 2, 1].map((room) => fittingDecimals(123_456, FORMAT, 4, upTo(room)))).toEqual([
      3,
      2,
      1,
      0,
      COMPACT,
    ]);
  });
});

describe('columnSizeText', () => {
  it('is exact with the instrument’s own decimals', () => {
    expect(columnSizeText(12_345_678, FORMAT, 4)).toBe('1\u2009234.5678');
  });

  it('rounds half up to fewer', () => {
    expect([12_345, 12_344, 12_350].map((lots) => columnSizeText(lots, FORMAT, 2))).toEqual([
      '1.23',
      '1.23',
      '1.24',
    ]);
  });

  it('never shows a resting size as nothing', () => {
    expect(columnSizeText(49, FORMAT, 2)).toBe('<0.01');
    expect(columnSizeText(50, FORMAT, 2)).toBe('0.01');
    expect(columnSizeText(4_999, FORMAT, 0)).toBe('<1');
  });

  it('puts all points of a column below each other', () => {
    const lots = fc.integer({ min: 1, max: 10_000_000 });
    fc.assert(
      fc.property(lots, fc.integer({ min: 1, max: 4 }), (size, decimals) => {
        const text = columnSizeText(size, FORMAT, decimals);
        expect(text.length - text.indexOf('.')).toBe(decimals + 1);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('writes compact sizes with K', () => {
    expect(columnSizeText(123_456_789, FORMAT, COMPACT)).toMatch(/K$/);
  });
});
