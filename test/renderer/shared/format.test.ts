import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ageText,
  changePercentText,
  changeText,
  compactSizeText,
  countText,
  lotsOfQuantity,
  priceText,
  secondsText,
  sizeText,
  timeText,
} from '../../../renderer/shared/format.ts';
import { BITCOIN, INDEX_FUTURE } from '../../support/fake-transport.ts';

const plain = (text: string): string => text.replaceAll('\u2009', ' ');

describe('priceText', () => {
  it.each([
    [6_412_350, BITCOIN, '64 123.50'],
    [23_626, INDEX_FUTURE, '5 906.50'],
    [1, INDEX_FUTURE, '0.25'],
    [0, BITCOIN, '0.00'],
    [99_999, BITCOIN, '999.99'],
    [100_000, BITCOIN, '1 000.00'],
    [123_456_789_012, { tickUnits: 1, priceDigits: 0 }, '123 456 789 012'],
    [-1, BITCOIN, '–'],
  ])('writes %d ticks as it is traded', (ticks, format, text) => {
    expect(plain(priceText(ticks, format))).toBe(text);
  });

  it('loses no tick to floating point', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 2 ** 30 - 1 }),
        fc.constantFrom(1, 5, 25),
        fc.nat({ max: 8 }),
        (ticks, tickUnits, priceDigits) => {
          const digits = priceText(ticks, { tickUnits, priceDigits }).replace(/[\u2009.]/g, '');
          expect(BigInt(digits)).toBe(BigInt(ticks) * BigInt(tickUnits));
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe('sizeText', () => {
  it('keeps every decimal of the lot size', () => {
    expect(plain(sizeText(123_456_700, BITCOIN))).toBe('12 345.6700');
  });
});

describe('compactSizeText', () => {
  it.each([
    [532, '0.0532'],
    [7_000, '0.7000'],
    [123_500, '12.35'],
    [9_999_600, '1.00K'],
    [9_999_400, '999.9'],
    [10_000_000, '1.00K'],
    [123_456_700, '12.3K'],
    [1_234_567_000, '123K'],
    [9_999_999_999, '1.00M'],
    [41_000_000_000, '4.10M'],
    [0, '0.0000'],
  ])('writes %d lots of a ten-thousandth as %s', (lots, text) => {
    expect(compactSizeText(lots, BITCOIN)).toBe(text);
  });

  it('writes whole lots without decimals', () => {
    expect([7, 254, 3_300].map((lots) => compactSizeText(lots, INDEX_FUTURE))).toEqual(['7', '254', '3.30K']);
  });
});

describe('changeText', () => {
  it('signs a change with a true minus', () => {
    expect([5, -2, 0].map((ticks) => changeText(ticks, INDEX_FUTURE))).toEqual(['+1.25', '−0.50', '0.00']);
  });
});

describe('changePercentText', () => {
  it.each([
    [123, 10_000, '+1.23%'],
    [-5, 1_000, '−0.50%'],
    [0, 1_000, '0.00%'],
    [1, 1_000_000, '0.00%'],
    [-1, 1_000_000, '0.00%'],
    [1, 0, '–'],
  ])('gives %d of %d ticks as %s', (change, open, text) => {
    expect(changePercentText(change, open)).toBe(text);
  });
});

describe('ageText', () => {
  it.each([
    [-5, '0.0 s'],
    [1_249, '1.2 s'],
    [9_999, '9.9 s'],
    [10_000, '10 s'],
    [59_999, '59 s'],
    [185_000, '3 min 05 s'],
    [7_500_000, '2 h 05 min'],
  ])('writes %d ms as %s', (ageMs, text) => {
    expect(ageText(ageMs)).toBe(text);
  });
});

describe('timeText', () => {
  it('writes the time of day in UTC', () => {
    expect(timeText(Date.UTC(2026, 10, 22, 14, 3, 7, 45))).toBe('14:03:07.045');
    expect(secondsText(Date.UTC(2026, 10, 22, 0, 0, 0, 999))).toBe('00:00:00');
  });
});

describe('countText', () => {
  it('groups thousands', () => {
    expect(plain(countText(1_234_567.4))).toBe('1 234 567');
  });
});

describe('lotsOfQuantity', () => {
  it.each([
    ['0.5', 5_000],
    ['1 000', 10_000_000],
    ['2.', 20_000],
    ['0,25', 2_500],
    ['0.00001', 1],
    ['', null],
    ['-1', null],
    ['abc', null],
    ['1e9', null],
  ])('reads %j', (text, lots) => {
    expect(lotsOfQuantity(text, BITCOIN)).toBe(lots);
  });

  it('reads back what sizeText writes', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 40 }), fc.nat({ max: 6 }), (lots, sizeDigits) => {
        const format = { lotUnits: 1, sizeDigits };
        expect(lotsOfQuantity(sizeText(lots, format), format)).toBe(lots);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
