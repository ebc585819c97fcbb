/** Every way a book message can be wrong once it is well-formed. `ERRORS.md` beside this file documents each. */
export const BOOK_INTEGRITY_CODES = [
  'BOOK_HASH_MISMATCH',
  'BOOK_CROSSED',
  'BOOK_LOCKED',
  'BOOK_BAD_SIZE',
  'BOOK_TICK_OUT_OF_RANGE',
  'BOOK_TOO_DEEP',
  'BOOK_BAD_SNAPSHOT',
] as const;
export type BookIntegrityCode = (typeof BOOK_INTEGRITY_CODES)[number];

/** A book message that must not be believed. The book itself is left as it was before the message. */
export type BookIntegrityError = {
  readonly kind: 'book-integrity';
  readonly code: BookIntegrityCode;
  readonly expected: string;
  readonly received: string;
  /** For the person at the screen. */
  readonly personText: string;
};

const PERSON_TEXTS: Readonly<Record<BookIntegrityCode, string>> = {
  BOOK_HASH_MISMATCH: 'The book differs from the venue\u2019s; a fresh one has been asked for.',
  BOOK_CROSSED: 'The best bid is above the best ask; a fresh book has been asked for.',
  BOOK_LOCKED: 'The best bid equals the best ask; a fresh book has been asked for.',
  BOOK_BAD_SIZE: 'The venue sent a size that cannot be; a fresh book has been asked for.',
  BOOK_TICK_OUT_OF_RANGE:
    'The venue sent a price outside the instrument\u2019s range; a fresh book has been asked for.',
  BOOK_TOO_DEEP: 'The venue sent more levels than this terminal holds; a fresh book has been asked for.',
  BOOK_BAD_SNAPSHOT: 'The venue sent a broken snapshot; a fresh one has been asked for.',
};

export function bookIntegrityError(
  code: BookIntegrityCode,
  expected: string,
  received: string,
): BookIntegrityError {
  return { kind: 'book-integrity', code, expected, received, personText: PERSON_TEXTS[code] };
}

/** One line for the log: `BOOK_CROSSED: expected best bid below best ask for ESZ6, received bid 101, ask 100`. */
export function bookIntegrityText(error: BookIntegrityError, instrument: string): string {
  return `${error.code}: expected ${error.expected} for ${instrument}, received ${error.received}`;
}
