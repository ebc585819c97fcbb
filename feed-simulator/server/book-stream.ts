import type { BookHash } from '../../main/core/market-data/market-event.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import { hashOfLevels } from './book-hash.ts';
import { BookWindow } from './book-window.ts';
import type { NumberedChange } from './change-ring.ts';
import { ChangedKeys } from './changed-keys.ts';
import type { VenueBook } from './venue-book.ts';

/** Prices remembered per window, 200 kB at most; what changed before is found in the book's own ring, or not at all. */
const KEYS_KEPT = 16_384;
/** More than this in one delta is sent as a snapshot instead; PROTOCOL.md section 4 allows 30,000. */
const MAX_DELTA_LEVELS = 20_000;

/** A window's levels at one sequence. */
export type WindowState = {
  readonly sequence: number;
  /** Flat, bids best first, then asks best first. */
  readonly levels: number[];
  readonly hash: BookHash;
  readonly venueTime: TimestampMicros;
};

/**
 * One window of one book and what changed in it when: shared by the feeds of all conflations, because only how often
 * they speak differs. Its sequence is that of the last change that touched the window.
 */
export class BookStream {
  readonly depth: number;
  readonly #book: VenueBook;
  readonly #window: BookWindow;
  readonly #changed: ChangedKeys;
  #sequence: number;

  constructor(book: VenueBook, depth: number) {
    this.depth = depth;
    this.#book = book;
    this.#window = new BookWindow(book, depth);
    this.#sequence = book.sequence;
    this.#changed = new ChangedKeys(book.sequence, KEYS_KEPT);
  }

  get sequence(): number {
    return this.#sequence;
  }

  get hash(): BookHash {
    return this.#window.hash;
  }

  get venueTime(): TimestampMicros {
    return this.#book.venueTime;
  }

  /** Follows a change that the book has made already. @returns what it changed in the window, flat */
  follow(change: NumberedChange): number[] {
    const levels = this.#window.follow(change);
    if (levels.length === 0) return levels;
    this.#sequence = change.sequence;
    for (let i = 0; i < levels.length; i += 2) this.#changed.note(levels[i] ?? 0, change.sequence);
    return levels;
  }

  /** The book has been replaced. */
  restart(): void {
    this.#window.reset();
    this.#sequence = this.#book.sequence;
    this.#changed.restart(this.#sequence);
  }

  /** All that differs between the window at `sequence` and now, flat; null when that is not known or too much. */
  levelsSince(sequence: number): number[] | null {
    if (sequence > this.#sequence) return null;
    const keys = this.#changed.since(sequence) ?? this.#compared(sequence);
    if (keys === null || keys.size > MAX_DELTA_LEVELS) return null;
    const levels: number[] = [];
    for (const key of keys) levels.push(key, this.#window.sizeOf(key));
    return levels;
  }

  now(): WindowState {
    const { hash, venueTime, sequence } = this;
    return { sequence, levels: this.#book.levels(this.depth), hash, venueTime };
  }

  /** The window as it was when `sequence` was the book's last change. */
  at(sequence: number): WindowState | 'too-old' | 'ahead' {
    const past = this.#book.levelsAt(sequence, this.depth);
    if (past.kind !== 'book') return past.kind;
    const { levels, venueTime } = past;
    return { sequence, levels, hash: hashOfLevels(levels), venueTime };
  }

  /** The prices of both windows, when the stream is younger than `sequence` but the book remembers. */
  #compared(sequence: number): Set<number> | null {
    const past = this.#book.levelsAt(sequence, this.depth);
    if (past.kind !== 'book') return null;
    const keys = new Set<number>();
    const { levels } = past;
    for (let i = 0; i < levels.length; i += 2)
      if (this.#window.sizeOf(levels[i] ?? 0) !== levels[i + 1]) keys.add(levels[i] ?? 0);
    const then = new Set(levels.filter((_, place) => place % 2 === 0));
    const present = this.#book.levels(this.depth);
    for (let i = 0; i < present.length; i += 2) if (!then.has(present[i] ?? 0)) keys.add(present[i] ?? 0);
    return keys;
  }
}
