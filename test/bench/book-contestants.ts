import { BookSide } from '../../main/core/book/book-side.ts';
import type { ReadableBook } from '../../main/core/book/order-book.ts';
import { SortedBook } from '../../main/core/book/sorted-book.ts';
import { VerifiedBook } from '../../main/core/book/verified-book.ts';
import { ASK, BID, sideOfKey, ticksOfKey } from '../../main/core/market-data/flat-levels.ts';
import type { Contestant } from './alternating-rounds.ts';
import type { BookStream } from './book-stream.ts';
import { SpliceBook } from './peers-local/splice-book.ts';

/** Wide enough for every stream, so that the check is made and passes. */
const RANGE = { minTicks: 1, maxTicks: 2 ** 30 - 1 };

/** The book of the product as the product uses it: range, sizes, hash and touch judged on every message. */
export function verifiedBooks(stream: BookStream): Contestant {
  const books = stream.opening.map(() => new VerifiedBook(new SortedBook(), RANGE));
  return {
    name: 'verified sorted book',
    prepare: () => {
      stream.opening.forEach(({ levels, hash }, i) => {
        const book = books[i];
        book?.beginSnapshot();
        const fault = book?.addSnapshotPart(levels) ?? book?.commitSnapshot(hash);
        if (fault) throw new Error(`the opening book was refused: ${fault.code}`);
      });
    },
    run: () => {
      for (const { instrument, levels, hash } of stream.changes) {
        const fault = books[instrument]?.applyDelta(levels, hash);
        if (fault) throw new Error(`a message was refused: ${fault.code}, received ${fault.received}`);
      }
    },
    check: () => checkEnds(stream, (i) => flatOf(books[i]?.reading)),
  };
}

/** The same layout in memory without hash, undo and checks: what a peer that checks nothing is compared with. */
export function uncheckedSides(stream: BookStream): Contestant {
  const books = stream.opening.map(() => [new BookSide(1), new BookSide(-1)] as const);
  return {
    name: 'sorted sides, unchecked',
    prepare: () => {
      stream.opening.forEach(({ levels }, i) => {
        const sides = books[i];
        if (sides === undefined) return;
        for (const side of sides) side.clear();
        for (let at = 0; at < levels.length; at += 2) {
          const key = levels[at] ?? 0;
          sides[sideOfKey(key)].load(ticksOfKey(key), levels[at + 1] ?? 0);
        }
        for (const side of sides) side.finishLoading();
      });
    },
    run: () => {
      for (const { instrument, levels } of stream.changes) {
        const sides = books[instrument];
        if (sides === undefined) continue;
        for (let at = 0; at < levels.length; at += 2) {
          const key = levels[at] ?? 0;
          sides[sideOfKey(key)].set(ticksOfKey(key), levels[at + 1] ?? 0);
        }
      }
    },
    check: () =>
      checkEnds(stream, (i) => {
        const flat: number[] = [];
        for (const side of [BID, ASK] as const) books[i]?.[side].walk(pushTo(flat, side));
        return flat;
      }),
  };
}

export function spliceBooks(stream: BookStream): Contestant {
  const books = stream.opening.map(() => new SpliceBook());
  return {
    name: 'array + binary search + splice',
    prepare: () => stream.opening.forEach(({ levels }, i) => books[i]?.load(levels)),
    run: () => {
      for (const { instrument, levels } of stream.changes) books[instrument]?.apply(levels);
    },
    check: () => checkEnds(stream, (i) => books[i]?.flat() ?? []),
  };
}

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
  for (const side of [BID, ASK] as const) book?.walk(side, pushTo(flat, side));
  return flat;
}

function pushTo(flat: number[], side: number): (ticks: number, lots: number) => boolean {
  return (ticks, lots) => {
    flat.push(ticks * 2 + side, lots);
    return true;
  };
}
