import type { VenueCandleIntervalMs } from '../../main/core/market-data/channel.ts';
import type { SubscriptionId } from '../../main/core/market-data/market-event.ts';
import { BookFeed } from './book-feed.ts';
import { BookStream } from './book-stream.ts';
import { CandleFeed } from './candle-feed.ts';
import type { CandleRing } from './candle-ring.ts';
import type { NumberedChange } from './change-ring.ts';
import type { FeedContext, MarketFeed } from './feed.ts';
import type { FullTerms } from './subscription-terms.ts';
import { TickerFeed } from './ticker-feed.ts';
import type { TickerState } from './ticker-state.ts';
import type { VenueBook } from './venue-book.ts';

/** The window of one depth, and the feeds on it; `instant` is the one that is not conflated. */
type OpenStream = { readonly stream: BookStream; readonly feeds: Set<BookFeed>; instant: BookFeed | null };

/** The feeds of one instrument that somebody follows, or did a moment ago. What nobody follows costs nothing. */
export class InstrumentFeeds {
  readonly #book: VenueBook;
  readonly #context: FeedContext;
  readonly #ticker: TickerState;
  readonly #candles: ReadonlyMap<VenueCandleIntervalMs, CandleRing>;
  readonly #streams = new Map<number, OpenStream>();
  readonly #tickers = new Set<TickerFeed>();
  readonly #candleFeeds = new Set<CandleFeed>();

  constructor(options: {
    book: VenueBook;
    context: FeedContext;
    ticker: TickerState;
    candles: ReadonlyMap<VenueCandleIntervalMs, CandleRing>;
  }) {
    this.#book = options.book;
    this.#context = options.context;
    this.#ticker = options.ticker;
    this.#candles = options.candles;
  }

  hasStream(depth: number): boolean {
    return this.#streams.has(depth);
  }

  /** Windows kept exact now. */
  get streamCount(): number {
    return this.#streams.size;
  }

  /** A new feed of the market; the caller keeps one for each `subscription` and closes it. */
  open(terms: FullTerms, subscription: SubscriptionId): MarketFeed {
    const options = { subscription, terms, context: this.#context };
    const venueTime = () => this.#book.venueTime;
    if (terms.channel === 'book') return this.#openBook(terms, subscription);
    if (terms.channel === 'ticker') {
      const feed = new TickerFeed({ ...options, state: this.#ticker, venueTime });
      this.#tickers.add(feed);
      return feed;
    }
    const ring = terms.intervalMs === null ? undefined : this.#candles.get(terms.intervalMs);
    if (terms.intervalMs === null || ring === undefined)
      throw new RangeError(`expected a channel that is opened on demand, received ${terms.channel}`);
    const feed = new CandleFeed({ ...options, intervalMs: terms.intervalMs, ring, venueTime });
    this.#candleFeeds.add(feed);
    return feed;
  }

  close(feed: MarketFeed): void {
    if (feed instanceof TickerFeed) this.#tickers.delete(feed);
    else if (feed instanceof CandleFeed) this.#candleFeeds.delete(feed);
    else if (feed instanceof BookFeed) this.#closeBook(feed);
  }

  /** A change that the book has made already; a window that nobody follows would cost work here for nothing. */
  follow(change: NumberedChange, hasTraded: boolean): void {
    for (const { stream, instant } of this.#streams.values()) {
      const levels = stream.follow(change);
      if (levels.length > 0) instant?.publishChange(change, levels);
    }
    for (const feed of this.#tickers) if (feed.terms.conflationMs === 0) feed.publish();
    if (!hasTraded) return;
    for (const feed of this.#candleFeeds) if (feed.terms.conflationMs === 0) feed.publish();
  }

  /** New terms: another book, no candles, a day that begins anew. */
  restart(): void {
    for (const { stream, feeds } of this.#streams.values()) {
      stream.restart();
      for (const feed of feeds) feed.restart();
    }
    for (const feed of this.#tickers) feed.publish();
    for (const feed of this.#candleFeeds) feed.restart();
  }

  #openBook(terms: FullTerms, subscription: SubscriptionId): BookFeed {
    const open = this.#streams.get(terms.depth) ?? {
      stream: new BookStream(this.#book, terms.depth),
      feeds: new Set(),
      instant: null,
    };
    this.#streams.set(terms.depth, open);
    const feed = new BookFeed({ subscription, terms, context: this.#context, stream: open.stream });
    open.feeds.add(feed);
    if (terms.conflationMs === 0) open.instant = feed;
    return feed;
  }

  #closeBook(feed: BookFeed): void {
    const open = this.#streams.get(feed.terms.depth);
    if (open === undefined) return;
    open.feeds.delete(feed);
    if (open.instant === feed) open.instant = null;
    if (open.feeds.size === 0) this.#streams.delete(feed.terms.depth);
  }
}
