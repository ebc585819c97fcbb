import {
  bookIntegrityText,
  type BookIntegrityCode,
  type BookIntegrityError,
} from './book/book-integrity-error.ts';
import type { StaleReason } from './market-data/data-quality.ts';
import type { SequenceGap } from './sequencing/sequence-gate.ts';

/** A heartbeat names a sequence the book has not reached: a message was lost. */
type BehindHeartbeat = {
  readonly kind: 'behind';
  readonly expected: number;
  readonly received: number;
};

/** A heartbeat names a sequence below the book's, which so has a sequence that the venue never sent. */
type AheadOfHeartbeat = Omit<BehindHeartbeat, 'kind'> & { readonly kind: 'ahead' };

/** A message of this book was refused before it could be read as one. */
type FaultyMessage = { readonly kind: 'faulty-message'; readonly reason: string };

/** Heartbeats stay out, and the book itself has been silent for so long. */
type UnprovedBook = { readonly kind: 'unproved'; readonly silentMs: number };

/** Why a book was dropped and a snapshot is needed. */
export type ResyncCause =
  BookIntegrityError | SequenceGap | BehindHeartbeat | AheadOfHeartbeat | FaultyMessage | UnprovedBook;

const REASON_OF_CODE: Readonly<Record<BookIntegrityCode, Exclude<StaleReason, 'none'>>> = {
  BOOK_HASH_MISMATCH: 'hash-mismatch',
  BOOK_CROSSED: 'crossed',
  BOOK_LOCKED: 'crossed',
  BOOK_BAD_SIZE: 'invalid-message',
  BOOK_TICK_OUT_OF_RANGE: 'invalid-message',
  BOOK_TOO_DEEP: 'invalid-message',
  BOOK_BAD_SNAPSHOT: 'invalid-message',
};

/** What the screen says while the book waits for its snapshot. */
export function staleReasonOf(cause: ResyncCause): Exclude<StaleReason, 'none'> {
  switch (cause.kind) {
    case 'gap':
      return 'gap';
    case 'behind':
      return 'behind-heartbeat';
    case 'ahead':
    case 'faulty-message':
      return 'invalid-message';
    case 'unproved':
      return 'silent';
    case 'book-integrity':
      return REASON_OF_CODE[cause.code];
  }
}

/** One line for the log: `expected sequence 102 for ESZ6, received 104`. */
export function resyncText(cause: ResyncCause, instrument: string): string {
  switch (cause.kind) {
    case 'gap':
      return `expected a message after sequence ${cause.expected} for ${instrument}, received one after ${cause.received}`;
    case 'behind':
    case 'ahead':
      return `expected sequence ${cause.expected} for ${instrument} by the heartbeat, received up to ${cause.received}`;
    case 'faulty-message':
      return `refused message for ${instrument}: ${cause.reason}`;
    case 'unproved':
      return `expected a heartbeat or a message for ${instrument}, received none for ${(cause.silentMs / 1_000).toFixed(1)} s`;
    case 'book-integrity':
      return bookIntegrityText(cause, instrument);
  }
}
