import type { SubscriptionId } from '../../main/core/market-data/market-event.ts';
import type { BookFeed, BookSubscriber } from './book-feed.ts';
import type { Outbox } from './outbox.ts';
import { SharedMessage } from './shared-message.ts';

/** Changed prices remembered for one slow subscription; beyond it the whole book is sent instead. */
const MAX_CHANGED_KEYS = 20_000;

/** One client's place on a book feed; while the client is slow, which prices it has missed. */
export class BookSubscription implements BookSubscriber {
  readonly channel = 'book';
  readonly feed: BookFeed;
  readonly #outbox: Outbox;
  readonly #changedKeys = new Set<number>();
  #sentSequence = 0;
  #owesSnapshot = true;

  constructor(feed: BookFeed, outbox: Outbox) {
    this.feed = feed;
    this.#outbox = outbox;
  }

  get id(): SubscriptionId {
    return this.feed.subscription;
  }

  deliverDelta(message: SharedMessage, sequence: number, levels: readonly number[]): void {
    if (this.#outbox.mustWait()) this.#remember(levels);
    else this.#send(message, sequence);
  }

  deliverNewBook(): void {
    this.#changedKeys.clear();
    this.#owesSnapshot = true;
    this.catchUp();
  }

  /** Sends what was held back, unless the reader is (still or again) too far behind. */
  catchUp(): void {
    const isBehind = this.#owesSnapshot || this.#sentSequence < this.feed.sequence;
    if (!isBehind || this.#outbox.mustWait()) return;
    if (this.#owesSnapshot) this.sendSnapshot(0);
    else this.#sendMergedDelta();
  }

  /** The book of now; the stream goes on from it. */
  sendSnapshot(id: number): void {
    for (const part of this.feed.snapshot(id, this.#outbox.sentTime))
      this.#outbox.sendOnStream(new SharedMessage(part), this.id, part.sequence);
    this.#sentSequence = this.feed.sequence;
    this.#owesSnapshot = false;
    this.#changedKeys.clear();
  }

  #sendMergedDelta(): void {
    const levels: number[] = [];
    for (const key of this.#changedKeys) levels.push(key, this.feed.sizeOf(key));
    this.#changedKeys.clear();
    this.#send(this.feed.delta(this.#sentSequence, levels, this.#outbox.sentTime), this.feed.sequence);
  }

  #send(message: SharedMessage, sequence: number): void {
    this.#outbox.sendOnStream(message, this.id, sequence);
    this.#sentSequence = sequence;
  }

  #remember(levels: readonly number[]): void {
    if (this.#owesSnapshot) return;
    for (let i = 0; i < levels.length; i += 2) this.#changedKeys.add(levels[i] ?? 0);
    if (this.#changedKeys.size <= MAX_CHANGED_KEYS) return;
    this.#owesSnapshot = true;
    this.#changedKeys.clear();
  }
}
