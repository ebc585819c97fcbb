import { InstrumentBook } from '../../main/core/book/instrument-book.ts';
import type { ReadableBook } from '../../main/core/book/order-book.ts';
import { VerifiedBook } from '../../main/core/book/verified-book.ts';
import { LevelBatch } from '../../main/core/market-data/level-batch.ts';
import type { Contestant } from './alternating-rounds.ts';
import { checkEnds, flatOf } from './book-ends.ts';
import type { BookChange, BookStream } from './book-stream.ts';
import { copyMessage, flatChanges, flatOpening, flatSettling, type FlatStream } from './flat-stream.ts';
import { SpliceBook } from './peers-local/splice-book.ts';

/** Wide enough for every stream, so that the check is made and passes. */
const RANGE = { minTicks: 1, maxTicks: 2 ** 30 - 1 };

/**
 * The book of the product as the product uses it: range, sizes, depth, hash and touch judged on every message.
 *
 * @param read called with the book after each message
 * @param times how often each message is applied; more than once only to plant a slow-down, for it changes nothing more
 */
export function verifiedBooks(
  stream: BookStream,
  read?: (book: ReadableBook) => void,
  times = 1,
): Contestant {
  const books = stream.opening.map(() => new VerifiedBook(new InstrumentBook(), RANGE));
  const opening = flatOpening(stream);
  const changes = flatChanges(stream);
  const settling = flatSettling(stream);
  const batch = new LevelBatch();
  batch.reserve(opening.keys.length);
  const applyAll = (messages: FlatStream): void => {
    for (let i = 0; i < messages.count; i += 1) {
      copyMessage(messages, i, batch);
      const book = books[messages.instruments[i] ?? 0];
      const hashA = messages.hashesA[i] as number;
      const hashB = messages.hashesB[i] as number;
      let fault = book?.applyDelta(batch, hashA, hashB);
      for (let again = 1; again < times; again += 1) fault ??= book?.applyDelta(batch, hashA, hashB);
      if (fault) throw new Error(`a message was refused: ${fault.code}, received ${fault.received}`);
      if (read !== undefined && book !== undefined) read(book.reading);
    }
  };
  return {
    name: 'verified ladder',
    prepare: () => {
      books.forEach((book, i) => {
        copyMessage(opening, i, batch);
        book.beginSnapshot();
        const [a = 0, b = 0] = [opening.hashesA[i], opening.hashesB[i]];
        const fault = book.addSnapshotPart(batch) ?? book.commitSnapshot(a, b);
        if (fault) throw new Error(`the opening book was refused: ${fault.code}`);
      });
      applyAll(settling);
    },
    run: () => applyAll(changes),
    check: () => checkEnds(stream, (i) => flatOf(books[i]?.reading)),
  };
}

/** @param read called with the book after each message */
export function spliceBooks(stream: BookStream, read?: (book: SpliceBook) => void): Contestant {
  const books = stream.opening.map(() => new SpliceBook());
  const applyAll = (changes: readonly BookChange[]): void => {
    for (const { instrument, levels } of changes) {
      const book = books[instrument];
      book?.apply(levels);
      if (read !== undefined && book !== undefined) read(book);
    }
  };
  return {
    name: 'array + binary search + splice',
    prepare: () => {
      stream.opening.forEach(({ levels }, i) => books[i]?.load(levels));
      applyAll(stream.settling ?? []);
    },
    run: () => applyAll(stream.changes),
    check: () => checkEnds(stream, (i) => books[i]?.flat() ?? []),
  };
}
