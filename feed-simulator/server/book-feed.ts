import type { BookHash, SnapshotPart, SubscriptionId } from '../../main/core/market-data/market-event.ts';
import type { BookStream, WindowState } from './book-stream.ts';
import type { NumberedChange } from './change-ring.ts';
import { Audience } from './feed.ts';
import type { FeedContext, MarketFeed } from './feed.ts';
import { SharedMessage } from './shared-message.ts';
import { snapshotParts } from './snapshot-parts.ts';
import type { FullTerms } from './subscription-terms.ts';
import type { CatchUp } from './topic.ts';

/** One (instrument, depth, conflation): what its stream has to say, at once or once in an interval. */
export class BookFeed implements MarketFeed {
  readonly channel = 'book';
  readonly subscription: SubscriptionId;
  readonly instrument: FeedContext['instrument'];
  readonly terms: FullTerms;
  readonly stream: BookStream;
  readonly audience = new Audience();
  readonly #context: FeedContext;
  /** Up to here everything is published; the stream may be further. */
  #published: number;

  constructor(options: {
    subscription: SubscriptionId;
    terms: FullTerms;
    context: FeedContext;
    stream: BookStream;
  }) {
    this.subscription = options.subscription;
    this.instrument = options.context.instrument;
    this.terms = options.terms;
    this.stream = options.stream;
    this.#context = options.context;
    this.#published = options.stream.sequence;
  }

  get sequence(): number {
    return this.#published;
  }

  get newest(): number {
    return this.stream.sequence;
  }

  publish(): void {
    const { sequence } = this.stream;
    if (sequence === this.#published) return;
    const previous = this.#published;
    this.#published = sequence;
    if (this.audience.isEmpty) return;
    const levels = this.stream.levelsSince(previous);
    if (levels === null) this.audience.renew();
    else this.audience.deliver(this.#delta(previous, levels), previous, sequence);
  }

  /** A change that the stream has followed; `levels` is all that it changed in the window, at least one. */
  publishChange(change: NumberedChange, levels: number[]): void {
    const previous = this.#published;
    this.#published = change.sequence;
    if (!this.audience.isEmpty)
      this.audience.deliver(this.#delta(previous, levels), previous, change.sequence);
  }

  /** The book has been replaced: every follower needs it whole. */
  restart(): void {
    this.#published = this.stream.sequence;
    this.audience.renew();
  }

  since(position: number | null): CatchUp {
    const { sequence } = this.stream;
    if (position === sequence) return { resumed: true, messages: [], sequence };
    const levels = position === null ? null : this.stream.levelsSince(position);
    if (position !== null && levels !== null)
      return { resumed: true, messages: [this.#delta(position, levels)], sequence };
    return this.snapshot(0);
  }

  /** The window of now. @param id the request answered, 0 for none */
  snapshot(id: number): CatchUp {
    const messages = this.#parts(id, this.stream.now()).map((part) => new SharedMessage(part));
    return { resumed: false, messages, sequence: this.stream.sequence };
  }

  /** The window as it was when `sequence` was the book's last change. */
  snapshotAt(id: number, sequence: number): SnapshotPart[] | 'too-old' | 'ahead' {
    const state = this.stream.at(sequence);
    return typeof state === 'string' ? state : this.#parts(id, state);
  }

  #parts(id: number, { levels, ...state }: WindowState): SnapshotPart[] {
    const { epoch, sentTime } = this.#context;
    return snapshotParts(
      { epoch, subscription: this.subscription, id, ...state, sentTime: sentTime() },
      levels,
    );
  }

  /** `levels` must be all that differs between `previousSequence` and now. */
  #delta(previousSequence: number, levels: number[]): SharedMessage {
    const { stream } = this;
    const hash: BookHash = stream.hash;
    return new SharedMessage({
      type: 'delta',
      epoch: this.#context.epoch,
      subscription: this.subscription,
      previousSequence,
      sequence: stream.sequence,
      levels,
      hash,
      venueTime: stream.venueTime,
      sentTime: this.#context.sentTime(),
    });
  }
}
