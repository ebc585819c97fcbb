import { ASK, BID, type Side } from '../market-data/flat-levels.ts';
import type { ReadableBook } from './order-book.ts';

const COLUMN_WIDTH = 10;

/**
 * The best levels as a table for logs and tests, asks above bids, one level a line: `bid lots | ticks | ask lots`.
 *
 * @param rows most levels shown a side
 */
export function bookText(book: ReadableBook, rows: number): string {
  const asks = sideLines(book, ASK, rows).reverse();
  const bids = sideLines(book, BID, rows);
  return [...asks, ...bids].join('\n');
}

function sideLines(book: ReadableBook, side: Side, rows: number): string[] {
  const ticks = new Int32Array(rows);
  const lots = new Float64Array(rows);
  const count = book.copyBest(side, rows, ticks, lots);
  return Array.from({ length: count }, (_, i) => {
    const size = String(lots[i]).padStart(COLUMN_WIDTH);
    const gap = ' '.repeat(COLUMN_WIDTH);
    const price = String(ticks[i]).padStart(COLUMN_WIDTH);
    return (side === BID ? `${size} | ${price} |` : `${gap} | ${price} | ${size}`).trimEnd();
  });
}
