import { bookText } from '../../main/core/book/book-display.ts';
import type { ReadableBook } from '../../main/core/book/order-book.ts';
import { InstrumentBook } from '../../main/core/book/instrument-book.ts';
import { ASK, BID, levelKey } from '../../main/core/market-data/flat-levels.ts';
import { priceTicks } from '../../main/core/units/price.ts';
import { batchOf } from './level-batch.ts';

/**
 * Levels of a table, one a line, in the protocol's order (bids best first, then asks best first):
 *
 *          |  103 | 7
 *          |  101 | 4
 *        9 |  100 |
 */
export function levelsFromText(text: string): number[] {
  const levels: { key: number; lots: number; order: number }[] = [];
  for (const line of text.split('\n').filter((candidate) => candidate.trim() !== '')) {
    const [bid = '', price = '', ask = ''] = line.split('|').map((cell) => cell.trim());
    const ticks = priceTicks(Number(price));
    if (bid !== '')
      levels.push({ key: levelKey(ticks, BID), lots: Number(bid), order: -1 * ticks - 2 ** 31 });
    if (ask !== '') levels.push({ key: levelKey(ticks, ASK), lots: Number(ask), order: ticks });
  }
  return levels.sort((a, b) => a.order - b.order).flatMap(({ key, lots }) => [key, lots]);
}

export function bookFromText(text: string): InstrumentBook {
  const book = new InstrumentBook();
  book.apply(batchOf(levelsFromText(text)));
  return book;
}

/** The whole book as `levelsFromText` reads it, trimmed of the indentation all lines share. */
export function textOfBook(book: ReadableBook): string {
  return bookText(book, Math.max(book.levelCount(BID), book.levelCount(ASK)));
}
