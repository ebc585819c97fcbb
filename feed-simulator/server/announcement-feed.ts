import type {
  InstrumentChange,
  InstrumentStatus,
  SubscriptionId,
} from '../../main/core/market-data/market-event.ts';
import { Audience } from './feed.ts';
import type { Feed, FeedContext } from './feed.ts';
import { SharedMessage } from './shared-message.ts';
import type { FullTerms } from './subscription-terms.ts';
import type { CatchUp } from './topic.ts';

/**
 * The state or the terms of one instrument: the newest word is all there is to know. Its changes go to every connection
 * that may read the instrument, so the venue sends `plain` to those that do not follow the feed.
 */
export class AnnouncementFeed implements Feed {
  readonly channel: 'status' | 'instruments';
  readonly subscription: SubscriptionId;
  readonly instrument: FeedContext['instrument'];
  readonly terms: FullTerms;
  readonly audience = new Audience();
  #newest: InstrumentStatus | InstrumentChange;
  #sequence = 1;

  constructor(options: {
    channel: 'status' | 'instruments';
    subscription: SubscriptionId;
    terms: FullTerms;
    context: FeedContext;
    newest: InstrumentStatus | InstrumentChange;
  }) {
    this.channel = options.channel;
    this.subscription = options.subscription;
    this.instrument = options.context.instrument;
    this.terms = options.terms;
    this.#newest = options.newest;
  }

  get sequence(): number {
    return this.#sequence;
  }

  get newest(): number {
    return this.#sequence;
  }

  /** For connections that did not subscribe. */
  get plain(): SharedMessage {
    return new SharedMessage(this.#newest);
  }

  /** Tells the followers; counts as one change. */
  announce(newest: InstrumentStatus | InstrumentChange): void {
    const previous = this.#sequence;
    this.#newest = newest;
    this.#sequence += 1;
    this.audience.deliver(this.#numbered(previous), previous, this.#sequence);
  }

  since(position: number | null): CatchUp {
    const sequence = this.#sequence;
    if (position === sequence) return { resumed: true, messages: [], sequence };
    const resumed = position !== null && position < sequence;
    return { resumed, messages: [this.#numbered(resumed ? position : 0)], sequence };
  }

  #numbered(previousSequence: number): SharedMessage {
    const { subscription } = this;
    return new SharedMessage({ ...this.#newest, subscription, previousSequence, sequence: this.#sequence });
  }
}
