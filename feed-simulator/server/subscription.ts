import type { SubscriptionId } from '../../main/core/market-data/market-event.ts';
import type { Feed, Follower } from './feed.ts';
import type { Moving, Outbox } from './outbox.ts';
import type { SharedMessage } from './shared-message.ts';
import type { CatchUp } from './topic.ts';

/**
 * One client's place on a feed. What waits for a slow client is not kept here: the feed says what brings it from where it
 * stands to now.
 */
export class Subscription implements Follower, Moving {
  readonly feed: Feed;
  hasMoved = false;
  readonly #outbox: Outbox;
  /** State and terms of an instrument never wait: without them the rest would be read wrongly. */
  readonly #isPatient: boolean;
  #position = 0;
  #isVoid = true;

  constructor(feed: Feed, outbox: Outbox) {
    this.feed = feed;
    this.#outbox = outbox;
    this.#isPatient = feed.channel !== 'status' && feed.channel !== 'instruments';
  }

  get id(): SubscriptionId {
    return this.feed.subscription;
  }

  /** The last sequence sent. */
  get position(): number {
    return this.#position;
  }

  deliver(message: SharedMessage, previousSequence: number, sequence: number): void {
    if (this.#mustWait()) return;
    if (!this.#isVoid && previousSequence === this.#position) {
      this.#outbox.sendOnStream(message, this);
      this.#position = sequence;
    } else if (this.#isVoid || sequence > this.#position) this.#bring();
  }

  sendWaiting(): void {
    if (!this.#isVoid && this.#position < this.feed.newest) this.take(this.feed.since(this.#position));
  }

  renew(): void {
    this.#isVoid = true;
    if (!this.#mustWait()) this.#bring();
  }

  /** Sends what was held back, unless the reader is (still or again) too far behind. */
  catchUp(): void {
    const isBehind = this.#isVoid || this.#position < this.feed.sequence;
    if (isBehind && !this.#mustWait()) this.#outbox.countCatchUp(this.#bring());
  }

  /** Sends what brings the receiver to now; the stream goes on from there. */
  take(catchUp: CatchUp): CatchUp {
    // The position first: a message that ends the connection must not leave a stream that looks behind.
    this.#position = catchUp.sequence;
    this.#isVoid = false;
    for (const message of catchUp.messages) this.#outbox.sendOnStream(message, this);
    return catchUp;
  }

  #bring(): CatchUp {
    return this.take(this.feed.since(this.#isVoid ? null : this.#position));
  }

  #mustWait(): boolean {
    return this.#isPatient && this.#outbox.mustWait();
  }
}
