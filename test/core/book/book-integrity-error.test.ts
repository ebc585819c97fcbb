import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  BOOK_INTEGRITY_CODES,
  bookIntegrityError,
  bookIntegrityText,
} from '../../../main/core/book/book-integrity-error.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('BOOK_INTEGRITY_CODES', () => {
  it.each(BOOK_INTEGRITY_CODES)('have %s documented and raised by a test', (code) => {
    expect(read('../../../main/core/book/ERRORS.md')).toContain(`| \`${code}\``);
    expect(read('verified-book.test.ts') + read('instrument-book.test.ts')).toContain(`'${code}'`);
  });
});

describe('bookIntegrityText', () => {
  it('says what was expected, of which instrument, and what was received', () => {
    const error = bookIntegrityError('BOOK_CROSSED', 'best bid below best ask', 'bid 101, ask 100');
    expect(bookIntegrityText(error, 'ESZ6')).toBe(
      'BOOK_CROSSED: expected best bid below best ask for ESZ6, received bid 101, ask 100',
    );
  });
});
