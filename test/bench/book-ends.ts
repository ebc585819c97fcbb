import type { ReadableBook } from '../../main/core/book/order-book.ts';
import { ASK, BID } from '../../main/core/market-data/flat-levels.ts';
import type { BookStream } from './book-stream.ts';

/** @throws Error unless every book is, level by level, the one the stream ends with */
export function checkEnds(stream: BookStream, endOf: (instrument: number) => readonly number[]): void {
  stream.closing.forEach((expected, i) => {
    const received = endOf(i);
    const at = expected.findIndex((value, place) => received[place] !== value);
    if (at >= 0 || received.length !== expected.length)
      throw new Error(`book ${i} ended wrong at level ${at >> 1} of ${expected.length / 2}`);
  });
}

/** A book in the protocol's order. */
export function flatOf(book: ReadableBook | undefined): number[] {
  const flat: number[] = [];
  for (const side of [BID, ASK] as const)
    book?.walk(side, (ticks, lots) => {
      flat.push(ticks * 2 + side, lots);
      return true;
    });
  return flat;
}
