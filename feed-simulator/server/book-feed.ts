import type {
  BookHash,
  Epoch,
  SnapshotPart,
  SubscriptionId,
} from '../../main/core/market-data/market-event.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import { BookWindow } from './book-window.ts';
import type { NumberedChange } from './change-ring.ts';
import { hashOfLevels } from './book-hash.ts';
import { SharedMessage } from './shared-message.ts';
import { snapshotParts } from './snapshot-parts.ts';
import type { VenueBook } from './venue-book.ts';

/** Who follows a feed: one book subscription of one connection. */
export type BookSubscriber = {
  /** A delta of the feed, the same object for all; `levels` are those of the delta. */
  deliverDelta(message: SharedMessage, sequence: number, levels: readonly number[]): void;
  /** The book is another one (new terms): what was learned before is void. */
  deliverNewBook(): void;
};

/**
 * The stream of one (instrument, depth), made once for all its subscribers.
 * Its sequence is that of the last change that touched its window, so one chain of deltas is true for everybody.
 */
export class BookFeed {
  readonly subscription: SubscriptionId;
  readonly depth: number;
  readonly subscribers = new Set<BookSubscriber>();
  readonly #epoch: Epoch;
  readonly #book: VenueBook;
  readonly #window: BookWindow;
  #sequence: number;

  constructor(options: { subscription: SubscriptionId; epoch: Epoch; book: VenueBook; depth: number }) {
    this.subscription = options.subscription;
    this.depth = options.depth;
    this.#epoch = options.epoch;
    this.#book = options.book;
    this.#window = new BookWindow(options.book, options.depth);
    this.#sequence = options.book.sequence;
  }

  get sequence(): number {
    return this.#sequence;
  }

  /** Lots at a price inside the window, 0 elsewhere. */
  sizeOf(key: number): number {
    return this.#window.sizeOf(key);
  }

  /** Passes a change of the book on, if it shows in the window. */
  follow(change: NumberedChange, sentTime: TimestampMicros): void {
    const levels = this.#window.follow(change);
    if (levels.length === 0) return;
    const previousSequence = this.#sequence;
    this.#sequence = change.sequence;
    const message = this.delta(previousSequence, levels, sentTime);
    for (const subscriber of this.subscribers) subscriber.deliverDelta(message, change.sequence, levels);
  }

  /** A delta from `previousSequence` to now; `levels` must be all that differs. */
  delta(previousSequence: number, levels: number[], sentTime: TimestampMicros): SharedMessage {
    return new SharedMessage({
      type: 'delta',
      epoch: this.#epoch,
      subscription: this.subscription,
      previousSequence,
      sequence: this.#sequence,
      levels,
      hash: this.#window.hash,
      venueTime: this.#book.venueTime,
      sentTime,
    });
  }

  /** The book has been replaced: every subscriber needs it whole. */
  restart(): void {
    this.#window.reset();
    this.#sequence = this.#book.sequence;
    for (const subscriber of this.subscribers) subscriber.deliverNewBook();
  }

  /** @param id the request answered, 0 for none */
  snapshot(id: number, sentTime: TimestampMicros): SnapshotPart[] {
    return this.#parts(id, sentTime, this.#sequence, {
      levels: this.#book.levels(this.depth),
      hash: this.#window.hash,
      venueTime: this.#book.venueTime,
    });
  }

  /** The window as it was when `sequence` was the book's last change. */
  snapshotAt(id: number, sentTime: TimestampMicros, sequence: number): SnapshotPart[] | 'too-old' | 'ahead' {
    const past = this.#book.levelsAt(sequence, this.depth);
    if (past.kind !== 'book') return past.kind;
    const { levels, venueTime } = past;
    return this.#parts(id, sentTime, sequence, { levels, hash: hashOfLevels(levels), venueTime });
  }

  #parts(id: number, sentTime: TimestampMicros, sequence: number, book: WholeBook): SnapshotPart[] {
    const { levels, ...rest } = book;
    const identity = { epoch: this.#epoch, subscription: this.subscription, id, sequence, sentTime };
    return snapshotParts({ ...identity, ...rest }, levels);
  }
}

type WholeBook = { levels: number[]; hash: BookHash; venueTime: TimestampMicros };
