import type { Instrument, InstrumentState } from '../../main/core/instrument/instrument.ts';
import type { Channel, Epoch, SubscriptionId } from '../../main/core/market-data/market-event.ts';
import type { Trade } from '../../main/core/market-data/trade.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import { BookFeed } from './book-feed.ts';
import { TradeFeed } from './trade-feed.ts';
import type { TradeRing } from './trade-ring.ts';
import { VenueBook } from './venue-book.ts';

/** Deepest window that can be subscribed; PROTOCOL.md section 5. */
const MAX_DEPTH = 1_000;
/** Book depths 0 to MAX_DEPTH and one number for the trades. */
const NUMBERS_PER_INSTRUMENT = MAX_DEPTH + 2;

/**
 * The number of a subscription, computed from what it is, so that it is the same for every client and needs no table.
 *
 * @param index of the instrument, 0 to 999; @param depth 0 to 1,000, without meaning for trades
 */
function subscriptionNumber(index: number, channel: Channel, depth: number): SubscriptionId {
  const place = channel === 'trades' ? NUMBERS_PER_INSTRUMENT - 1 : depth;
  return 1 + index * NUMBERS_PER_INSTRUMENT + place;
}

/** What the venue holds of one instrument: terms, book, trades, and the feeds somebody follows. */
export class VenueInstrument {
  readonly trades: TradeFeed;
  readonly #index: number;
  readonly #epoch: Epoch;
  readonly #book: VenueBook;
  readonly #feeds = new Map<number, BookFeed>();
  #definition: Instrument;

  constructor(options: {
    index: number;
    epoch: Epoch;
    definition: Instrument;
    levels: readonly number[];
    venueTime: TimestampMicros;
    ring: TradeRing;
  }) {
    this.#index = options.index;
    this.#epoch = options.epoch;
    this.#definition = options.definition;
    this.#book = new VenueBook(options.levels, options.venueTime);
    this.trades = new TradeFeed({
      subscription: subscriptionNumber(options.index, 'trades', 0),
      instrument: options.definition.id,
      epoch: options.epoch,
      ring: options.ring,
    });
  }

  get definition(): Instrument {
    return this.#definition;
  }

  /** Book feeds that somebody follows now. */
  get feedCount(): number {
    return this.#feeds.size;
  }

  /** The number of that subscription, the same for every client, followed or not. */
  subscriptionOf(channel: Channel, depth: number): SubscriptionId {
    return subscriptionNumber(this.#index, channel, depth);
  }

  has(depth: number): boolean {
    return this.#feeds.has(depth);
  }

  /** The feed of that depth, made when nobody follows it yet. The caller subscribes to it or drops it. */
  bookFeed(depth: number): BookFeed {
    const known = this.#feeds.get(depth);
    if (known !== undefined) return known;
    const subscription = this.subscriptionOf('book', depth);
    const feed = new BookFeed({ subscription, epoch: this.#epoch, book: this.#book, depth });
    this.#feeds.set(depth, feed);
    return feed;
  }

  /** A window that nobody follows costs work at every change for nothing. */
  dropIfUnfollowed(depth: number): void {
    if (this.#feeds.get(depth)?.subscribers.size === 0) this.#feeds.delete(depth);
  }

  /** One change of the market: its trades first, because they made the change. */
  apply(
    levels: readonly number[],
    trades: readonly Omit<Trade, 'sequence'>[],
    times: { venueTime: TimestampMicros; sentTime: TimestampMicros },
  ): void {
    this.trades.publish(trades, times.sentTime);
    const change = this.#book.apply(levels, times.venueTime);
    for (const feed of this.#feeds.values()) feed.follow(change, times.sentTime);
  }

  setState(state: InstrumentState): void {
    this.#definition = { ...this.#definition, state };
  }

  /**
   * New terms and a new book.
   *
   * @param announce tells everybody the new terms: after the last message under the old ones, before the new books
   */
  changeTerms(
    definition: Instrument,
    levels: readonly number[],
    venueTime: TimestampMicros,
    announce: () => void,
  ): void {
    this.trades.restart();
    this.#definition = definition;
    this.#book.replace(levels, venueTime);
    announce();
    for (const feed of this.#feeds.values()) feed.restart();
  }
}
