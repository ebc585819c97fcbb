import type { BookChange, BookStream } from './book-stream.ts';

/**
 * The stream and then each of its changes taken back, the last one first: the books end as they began, so that it can be
 * sent again and again. Every book on the way back was there on the way out, uncrossed and with its hash.
 */
export function thereAndBack({ opening, changes }: BookStream): readonly BookChange[] {
  const books = opening.map(({ levels }) => sizesOf(levels));
  const hashes = opening.map(({ hash }) => hash);
  const back = changes.map(({ instrument, levels, hash }): BookChange => {
    const book = books[instrument] ?? new Map<number, number>();
    const before: number[] = [];
    for (let i = 0; i < levels.length; i += 2) {
      const key = levels[i] ?? 0;
      const lots = levels[i + 1] ?? 0;
      before.push(key, book.get(key) ?? 0);
      if (lots === 0) book.delete(key);
      else book.set(key, lots);
    }
    const hashBefore = hashes[instrument] ?? hash;
    hashes[instrument] = hash;
    return { instrument, levels: before, hash: hashBefore };
  });
  return [...changes, ...back.reverse()];
}

function sizesOf(levels: readonly number[]): Map<number, number> {
  const sizes = new Map<number, number>();
  for (let i = 0; i < levels.length; i += 2) sizes.set(levels[i] ?? 0, levels[i + 1] ?? 0);
  return sizes;
}

/**
 * The stream for books that have lived for a while: before the timed part they go there and back once, so that what a book
 * does once after a snapshot is not what is measured.
 *
 * @param times how often the timed part goes there and back before it goes there for good
 */
export function livedIn(stream: BookStream, times: number): BookStream {
  const cycle = thereAndBack(stream);
  const changes = [...Array.from({ length: times }, () => cycle).flat(), ...stream.changes];
  const levelUpdates = changes.reduce((sum, { levels }) => sum + levels.length / 2, 0);
  return { ...stream, settling: cycle, changes, levelUpdates };
}
