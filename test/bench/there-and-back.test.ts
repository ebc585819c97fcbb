import { describe, expect, it } from 'vitest';
import { SlowBook } from '../support/slow-book.ts';
import { makeBookStream } from './book-stream.ts';
import { livedIn, thereAndBack } from './there-and-back.ts';

const stream = makeBookStream({ instruments: 2, levelsPerSide: 100, messages: 200 });

function booksOf(): SlowBook[] {
  return stream.opening.map(({ levels }) => {
    const book = new SlowBook();
    book.apply(levels);
    return book;
  });
}

describe('thereAndBack', () => {
  it('ends where it began, with the hash of every book right on the way', () => {
    const books = booksOf();
    for (const { instrument, levels, hash } of thereAndBack(stream)) {
      books[instrument]?.apply(levels);
      expect(books[instrument]?.hash()).toEqual(hash);
    }
    expect(books.map((book) => book.flat())).toEqual(stream.opening.map(({ levels }) => levels));
  });
});

describe('livedIn', () => {
  it('ends as the stream does, and counts the levels of the timed part', () => {
    const { settling = [], changes, levelUpdates, closing } = livedIn(stream, 2);
    const books = booksOf();
    for (const { instrument, levels } of [...settling, ...changes]) books[instrument]?.apply(levels);
    expect(books.map((book) => book.flat())).toEqual(closing);
    expect(changes).toHaveLength(5 * stream.changes.length);
    expect(levelUpdates).toBe(5 * stream.levelUpdates);
  });
});
