import type { Epoch } from '../../main/core/market-data/market-event.ts';
import type { InstrumentId } from '../../main/core/instrument/instrument.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import type { SharedMessage } from './shared-message.ts';
import type { Topic } from './topic.ts';

/** Who is told what a feed publishes: one subscription of one connection. */
export type Follower = {
  /** The same message for all, from `previousSequence` to `sequence`. */
  deliver(message: SharedMessage, previousSequence: number, sequence: number): void;
  /** The last moment at which what waits can be sent as it is: its prices are about to lose their meaning. */
  sendWaiting(): void;
  /** What was learned before is void: the whole state is needed. */
  renew(): void;
};

/** One stream of the venue, made once for all who follow it. */
export type Feed = Topic & {
  readonly audience: Audience;
  /** Where `since` would bring a receiver now; ahead of `sequence` while a conflated feed waits for its time. */
  readonly newest: number;
};

/** A feed that follows the market, at every change of it or, conflated, once in an interval. */
export type MarketFeed = Feed & {
  /** Publishes what is new since the last call, if anything is. */
  publish(): void;
};

/** What every feed of an instrument stamps its messages with. */
export type FeedContext = {
  readonly epoch: Epoch;
  readonly instrument: InstrumentId;
  /** The stamp of a message made now. */
  readonly sentTime: () => TimestampMicros;
};

/** The followers of one feed. */
export class Audience {
  readonly #followers = new Set<Follower>();

  get isEmpty(): boolean {
    return this.#followers.size === 0;
  }

  join(follower: Follower): void {
    this.#followers.add(follower);
  }

  leave(follower: Follower): void {
    this.#followers.delete(follower);
  }

  deliver(message: SharedMessage, previousSequence: number, sequence: number): void {
    for (const follower of this.#followers) follower.deliver(message, previousSequence, sequence);
  }

  sendWaiting(): void {
    for (const follower of this.#followers) follower.sendWaiting();
  }

  renew(): void {
    for (const follower of this.#followers) follower.renew();
  }
}
