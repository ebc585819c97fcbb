import type { SubscriptionId } from '../../main/core/market-data/market-event.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import { Audience } from './feed.ts';
import type { FeedContext, MarketFeed } from './feed.ts';
import { SharedMessage } from './shared-message.ts';
import type { FullTerms } from './subscription-terms.ts';
import type { TickerState, TickerValue } from './ticker-state.ts';
import type { CatchUp } from './topic.ts';

/** The ticker of one (instrument, conflation): the newest state, whole in every message. */
export class TickerFeed implements MarketFeed {
  readonly channel = 'ticker';
  readonly subscription: SubscriptionId;
  readonly instrument: FeedContext['instrument'];
  readonly terms: FullTerms;
  readonly audience = new Audience();
  readonly #context: FeedContext;
  readonly #state: TickerState;
  readonly #venueTime: () => TimestampMicros;
  #published: number;

  constructor(options: {
    subscription: SubscriptionId;
    terms: FullTerms;
    context: FeedContext;
    state: TickerState;
    venueTime: () => TimestampMicros;
  }) {
    this.subscription = options.subscription;
    this.instrument = options.context.instrument;
    this.terms = options.terms;
    this.#context = options.context;
    this.#state = options.state;
    this.#venueTime = options.venueTime;
    this.#published = options.state.now().sequence;
  }

  get sequence(): number {
    return this.#published;
  }

  get newest(): number {
    return this.#state.now().sequence;
  }

  publish(): void {
    const value = this.#state.now();
    const previous = this.#published;
    this.#published = value.sequence;
    if (value.sequence === previous || this.audience.isEmpty) return;
    this.audience.deliver(this.#message(previous, value), previous, value.sequence);
  }

  since(position: number | null): CatchUp {
    const value = this.#state.now();
    const { sequence } = value;
    if (position === sequence) return { resumed: true, messages: [], sequence };
    const resumed = position !== null && position < sequence;
    return { resumed, messages: [this.#message(resumed ? position : 0, value)], sequence };
  }

  #message(previousSequence: number, value: TickerValue): SharedMessage {
    return new SharedMessage({
      type: 'ticker',
      epoch: this.#context.epoch,
      subscription: this.subscription,
      instrument: this.instrument,
      previousSequence,
      ...value,
      venueTime: this.#venueTime(),
      sentTime: this.#context.sentTime(),
    });
  }
}
