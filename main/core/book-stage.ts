import { bookIntegrityError, type BookIntegrityError } from './book/book-integrity-error.ts';
import type { TickRange } from './book/book-levels-check.ts';
import type { ReadableBook } from './book/order-book.ts';
import { InstrumentBook } from './book/instrument-book.ts';
import { VerifiedBook } from './book/verified-book.ts';
import type { DataQuality, StaleReason } from './market-data/data-quality.ts';
import { fieldOf, DELTA, UPDATE, type BookUpdate } from './market-data/book-update.ts';
import { ASK, BID } from './market-data/flat-levels.ts';
import type { Epoch, SubscriptionId } from './market-data/market-event.ts';
import { staleReasonOf, type ResyncCause } from './resync-cause.ts';
import { QualityTracker } from './sequencing/quality-tracker.ts';
import { judgeSequence } from './sequencing/sequence-gate.ts';
import { SnapshotAlignment, type SnapshotFault } from './sequencing/snapshot-alignment.ts';

/** The book is not live until a snapshot, to be asked for now, passed its checks. */
export type Resync = { readonly kind: 'resync'; readonly error: ResyncCause };

/**
 * What became of a book message. `applied`: the book changed and is live; the value is reused, valid until the next
 * message. `part`: a snapshot is unfinished. `ignored`: a snapshot is awaited, or the message is not for this book.
 */
export type BookOutcome =
  | { readonly kind: 'applied'; readonly levelUpdates: number }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'part' }
  | { readonly kind: 'ignored' }
  | Resync;

const DUPLICATE: BookOutcome = { kind: 'duplicate' };
const PART: BookOutcome = { kind: 'part' };
const IGNORED: BookOutcome = { kind: 'ignored' };

/** Messages of one book by what became of them, since the start. */
export type BookCounts = {
  /** Hash compared and agreed. */
  verified: number;
  mismatched: number;
  resyncs: number;
  duplicates: number;
  /** For another epoch or subscription, or of no use while a snapshot was awaited. */
  ignored: number;
};

/** Follows one book subscription: sequence, then book, then quality. Wall times in milliseconds, passed in. */
export class BookStage {
  readonly #book: VerifiedBook;
  readonly #alignment = new SnapshotAlignment();
  readonly #tracker = new QualityTracker();
  readonly #applied = { kind: 'applied' as const, levelUpdates: 0 };
  readonly #counts = { resyncs: 0, duplicates: 0, ignored: 0 };
  /** 0 while nothing is bound; no subscription and no epoch is 0. */
  #subscription: SubscriptionId = 0;
  #epoch: Epoch = 0;
  /** Where the last delta applied began; the book's own sequence after a snapshot. */
  #start = 0;
  #stamp = { sequence: 0, venueTime: 0, sentTime: 0 };

  constructor(range: TickRange) {
    this.#book = new VerifiedBook(new InstrumentBook(), range);
  }

  /** The last state that passed every check; while not live it is out of date. */
  get reading(): ReadableBook {
    return this.#book.reading;
  }
  get quality(): DataQuality {
    return this.#tracker.quality;
  }
  /** Of the state in `reading`: sequence, venue time and sent time in microseconds; 0 before the first. */
  get stamp(): Readonly<{ sequence: number; venueTime: number; sentTime: number }> {
    return this.#stamp;
  }
  get counts(): BookCounts {
    return { ...this.#counts, verified: this.#book.verified, mismatched: this.#book.mismatched };
  }

  /** A subscription was acknowledged: its snapshot is awaited. */
  bind(subscription: SubscriptionId, epoch: Epoch, wallMs: number): void {
    this.#subscription = subscription;
    this.#epoch = epoch;
    this.#alignment.reset();
    this.#tracker.markStale('syncing', wallMs);
  }

  /** The subscription is gone; nothing is accepted until the next `bind`. */
  unbind(reason: Exclude<StaleReason, 'none'>, wallMs: number): void {
    this.#subscription = 0;
    this.#epoch = 0;
    this.#alignment.reset();
    this.#tracker.markStale(reason, wallMs);
  }

  setRange(range: TickRange): void {
    this.#book.setRange(range);
  }

  /** The book means nothing any more; the venue sends another unasked. */
  voidBook(wallMs: number): void {
    this.#book.clear();
    this.#stamp.sequence = this.#stamp.venueTime = this.#stamp.sentTime = 0; // so that readers see it, bound or not
    this.#alignment.reset();
    if (this.#subscription !== 0) this.#tracker.markStale('instrument-changed', wallMs);
  }

  /** The number of the subscription bound; 0 while there is none. */
  get subscription(): SubscriptionId {
    return this.#subscription;
  }

  accept(update: BookUpdate, wallMs: number): BookOutcome {
    const { head } = update;
    if (
      fieldOf(head, UPDATE.subscription) !== this.#subscription ||
      fieldOf(head, UPDATE.epoch) !== this.#epoch
    )
      return this.#ignore();
    return fieldOf(head, UPDATE.kind) === DELTA
      ? this.#acceptDelta(update, wallMs)
      : this.#acceptPart(update, wallMs);
  }

  /** @param sequence the last one the venue sent on this subscription */
  judgeHeartbeat(sequence: number, wallMs: number): Resync | null {
    const { sequence: received } = this.#stamp;
    // Between the parts of a snapshot the venue has sent a sequence that is not all here yet.
    if (!this.quality.isLive || this.#alignment.isUnfinished || sequence === received) return null;
    // A book above what was ever sent took a wrong sequence, and would take the deltas to come for duplicates.
    const kind = sequence > received ? 'behind' : 'ahead';
    return this.resync({ kind, expected: sequence, received }, wallMs);
  }

  resync(error: ResyncCause, wallMs: number): Resync {
    this.#alignment.reset();
    this.#counts.resyncs += 1;
    this.#tracker.markStale(staleReasonOf(error), wallMs);
    return { kind: 'resync', error };
  }

  #acceptDelta({ head, levels }: BookUpdate, wallMs: number): BookOutcome {
    const interruption = this.#alignment.interrupt();
    if (interruption !== null) return this.resync(badSnapshot(interruption), wallMs);
    if (!this.quality.isLive) return this.#ignore();
    const previousSequence = fieldOf(head, UPDATE.previousSequence);
    const sequence = fieldOf(head, UPDATE.sequence);
    const verdict = judgeSequence(this.#stamp.sequence, previousSequence, sequence, this.#start);
    if (verdict === 'duplicate') {
      this.#counts.duplicates += 1;
      return DUPLICATE;
    }
    if (verdict !== 'next') return this.resync(verdict, wallMs);
    const error = this.#book.applyDelta(levels, laneOf(head, UPDATE.hashA), laneOf(head, UPDATE.hashB));
    if (error !== null) return this.resync(error, wallMs);
    this.#start = previousSequence;
    return this.#noteApplied(head, levels.count);
  }

  #acceptPart(update: BookUpdate, wallMs: number): BookOutcome {
    const { head, levels } = update;
    const { isLive } = this.quality;
    // Older than a live book: asked for to compare with (PROTOCOL.md section 4), not to go back to.
    if (isLive && fieldOf(head, UPDATE.sequence) < this.#stamp.sequence) return this.#ignore();
    const verdict = this.#alignment.judge(update);
    if (verdict === 'stray') {
      if (!isLive) return this.#ignore(); // the rest of a snapshot refused before
      const received = `part ${fieldOf(head, UPDATE.part)}`;
      return this.resync(badSnapshot({ expected: 'part 1', received }), wallMs);
    }
    if (typeof verdict === 'object') return this.resync(badSnapshot(verdict), wallMs);
    if (verdict === 'first') this.#book.beginSnapshot(fieldOf(head, UPDATE.parts) * levels.count);
    const error = this.#book.addSnapshotPart(levels);
    if (error !== null) return this.resync(error, wallMs);
    return this.#alignment.isUnfinished ? PART : this.#commit(head, wallMs);
  }

  #commit(head: Float64Array, wallMs: number): BookOutcome {
    const error = this.#book.commitSnapshot(laneOf(head, UPDATE.hashA), laneOf(head, UPDATE.hashB));
    if (error !== null) return this.resync(error, wallMs);
    this.#tracker.markLive();
    this.#start = fieldOf(head, UPDATE.sequence);
    return this.#noteApplied(head, this.reading.levelCount(BID) + this.reading.levelCount(ASK));
  }

  #noteApplied(head: Float64Array, levelUpdates: number): BookOutcome {
    this.#stamp.sequence = fieldOf(head, UPDATE.sequence);
    this.#stamp.venueTime = fieldOf(head, UPDATE.venueTime);
    this.#stamp.sentTime = fieldOf(head, UPDATE.sentTime);
    this.#applied.levelUpdates = levelUpdates;
    return this.#applied;
  }

  #ignore(): BookOutcome {
    this.#counts.ignored += 1;
    return IGNORED;
  }
}

/** A lane of the hash as the signed 32-bit integer that books compare with. */
function laneOf(head: Float64Array, place: number): number {
  return fieldOf(head, place) | 0;
}

function badSnapshot({
  expected,
  received,
}: Pick<SnapshotFault, 'expected' | 'received'>): BookIntegrityError {
  return bookIntegrityError('BOOK_BAD_SNAPSHOT', expected, received);
}
