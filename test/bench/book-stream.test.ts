import { describe, expect, it } from 'vitest';
import { SlowBook } from '../support/slow-book.ts';
import { makeBookStream } from './book-stream.ts';

const SHAPE = { instruments: 2, levelsPerSide: 100, messages: 300 };

describe('makeBookStream', () => {
  const stream = makeBookStream(SHAPE);

  it('is the same each time', () => {
    expect(makeBookStream(SHAPE)).toEqual(stream);
  });

  it('keeps every book uncrossed and its hash right after every message', () => {
    const books = stream.opening.map(({ levels }) => {
      const book = new SlowBook();
      book.apply(levels);
      return book;
    });
    for (const { instrument, levels, hash } of stream.changes) {
      const book = books[instrument];
      book?.apply(levels);
      expect(book?.hash()).toEqual(hash);
      expect(book?.side(0)[0]?.[0]).toBeLessThan(book?.side(1)[0]?.[0] ?? 0);
    }
    expect(books.map((book) => book.flat())).toEqual(stream.closing);
  });

  it('changes ten different prices a message, three of ten away', () => {
    const lots = stream.changes.flatMap(({ levels }) => levels.filter((_, i) => i % 2 === 1));
    const deleted = lots.filter((size) => size === 0).length / lots.length;
    expect(
      stream.changes.every(({ levels }) => new Set(levels.filter((_, i) => i % 2 === 0)).size === 10),
    ).toBe(true);
    expect(stream.levelUpdates).toBe(SHAPE.messages * 10);
    expect(deleted).toBeGreaterThan(0.25);
    expect(deleted).toBeLessThan(0.35);
  });
});
