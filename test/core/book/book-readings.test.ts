import { describe, expect, it } from 'vitest';
import { midTicks, spreadTicks } from '../../../main/core/book/book-analysis.ts';
import { bookText } from '../../../main/core/book/book-display.ts';
import { groupTicks } from '../../../main/core/book/book-grouping.ts';
import { InstrumentBook } from '../../../main/core/book/instrument-book.ts';
import { ASK, BID } from '../../../main/core/market-data/flat-levels.ts';
import { bookFromText } from '../../support/book-text.ts';

const book = bookFromText('| 104 | 1\n| 103 | 7\n4 | 100 |\n12 | 99 |');

describe('midTicks', () => {
  it('is half-way between the touch, and none while a side is empty', () => {
    expect([midTicks(book), midTicks(bookFromText('4 | 100 |')), midTicks(new InstrumentBook())]).toEqual([
      101.5,
      null,
      null,
    ]);
  });
});

describe('spreadTicks', () => {
  it('is ask minus bid, and none while a side is empty', () => {
    expect([spreadTicks(book), spreadTicks(bookFromText('| 100 | 4'))]).toEqual([3, null]);
  });
});

describe('groupTicks', () => {
  it('rounds bids down and asks up to a multiple of the step', () => {
    expect([
      groupTicks(104, BID, 5),
      groupTicks(101, ASK, 5),
      groupTicks(100, BID, 5),
      groupTicks(100, ASK, 5),
    ]).toEqual([100, 105, 100, 100]);
  });
});

describe('bookText', () => {
  it('prints the best levels as a table, asks above bids', () => {
    expect(bookText(book, 2)).toBe(
      [
        '           |        104 |          1',
        '           |        103 |          7',
        '         4 |        100 |',
        '        12 |         99 |',
      ].join('\n'),
    );
  });
});
