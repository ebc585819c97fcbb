import type { ReadableBook } from './order-book.ts';

type Touch = Pick<ReadableBook, 'bestBid' | 'bestAsk'>;

/** Half-way between the best bid and the best ask in ticks, a whole or a half; null while a side is empty. */
export function midTicks(book: Touch): number | null {
  const bid = book.bestBid();
  const ask = book.bestAsk();
  return bid < 0 || ask < 0 ? null : (bid + ask) / 2;
}

/** Best ask minus best bid in ticks, above 0 in a book that passed its checks; null while a side is empty. */
export function spreadTicks(book: Touch): number | null {
  const bid = book.bestBid();
  const ask = book.bestAsk();
  return bid < 0 || ask < 0 ? null : ask - bid;
}
