import { VENUE_CANDLE_INTERVALS_MS } from '../../main/core/market-data/channel.ts';
import type { VenueCandleIntervalMs } from '../../main/core/market-data/channel.ts';
import type { Instrument, InstrumentState } from '../../main/core/instrument/instrument.ts';
import type { CandleHistory, Epoch, SubscriptionId } from '../../main/core/market-data/market-event.ts';
import type { Trade } from '../../main/core/market-data/trade.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import { AnnouncementFeed } from './announcement-feed.ts';
import { candleHistory } from './candle-feed.ts';
import { CandleRing } from './candle-ring.ts';
import { DayStatistics } from './day-statistics.ts';
import type { FeedContext } from './feed.ts';
import { InstrumentFeeds } from './instrument-feeds.ts';
import { subscriptionNumber } from './subscription-number.ts';
import type { FullTerms } from './subscription-terms.ts';
import { TickerState } from './ticker-state.ts';
import { TradeFeed } from './trade-feed.ts';
import type { TradeRing } from './trade-ring.ts';
import { VenueBook } from './venue-book.ts';

type Options = {
  readonly index: number;
  readonly epoch: Epoch;
  readonly definition: Instrument;
  readonly levels: readonly number[];
  readonly venueTime: TimestampMicros;
  /** When the venue's history begins. */
  readonly historyStart: TimestampMicros;
  readonly ring: TradeRing;
  /** The stamp of a message made now. */
  readonly sentTime: () => TimestampMicros;
};

/** What the venue holds of one instrument: terms, book, trades, candles, and the feeds on them. */
export class VenueInstrument {
  readonly trades: TradeFeed;
  readonly status: AnnouncementFeed;
  readonly terms: AnnouncementFeed;
  readonly feeds: InstrumentFeeds;
  /** Its trades, as far as they are held. */
  readonly ring: TradeRing;
  readonly #index: number;
  readonly #context: FeedContext;
  readonly #book: VenueBook;
  readonly #candles: ReadonlyMap<VenueCandleIntervalMs, CandleRing>;
  readonly #ticker: TickerState;
  #day: DayStatistics;
  #definition: Instrument;

  constructor(options: Options) {
    const { definition, epoch, ring, venueTime } = options;
    this.ring = ring;
    this.#index = options.index;
    this.#definition = definition;
    this.#context = { epoch, instrument: definition.id, sentTime: options.sentTime };
    this.#book = new VenueBook(options.levels, venueTime);
    this.#day = new DayStatistics(options.historyStart);
    const uncounted = ring.firstAvailable - 1;
    this.#candles = new Map(VENUE_CANDLE_INTERVALS_MS.map((each) => [each, new CandleRing(each, uncounted)]));
    for (const trade of ring.slice(ring.firstAvailable, ring.last)) this.#count(trade);
    this.#ticker = new TickerState(this.#book, this.#day);
    this.trades = new TradeFeed({ ...this.#placed('trades'), ring });
    const instrument = definition.id;
    const status = {
      type: 'status',
      epoch,
      instrument,
      state: definition.state,
      reason: '',
      venueTime,
    } as const;
    this.status = new AnnouncementFeed({ channel: 'status', ...this.#placed('status'), newest: status });
    const terms = { type: 'instrument', epoch, instrument: definition } as const;
    this.terms = new AnnouncementFeed({
      channel: 'instruments',
      ...this.#placed('instruments'),
      newest: terms,
    });
    this.feeds = new InstrumentFeeds({
      book: this.#book,
      context: this.#context,
      ticker: this.#ticker,
      candles: this.#candles,
    });
  }

  get definition(): Instrument {
    return this.#definition;
  }

  /** Of the whole book. */
  get bookSequence(): number {
    return this.#book.sequence;
  }

  /** The number of that subscription, the same for every client, followed or not. */
  numberOf(terms: FullTerms): SubscriptionId {
    return subscriptionNumber(this.#index, terms);
  }

  /** One change of the market: its trades first, because they made the change. */
  apply(
    levels: readonly number[],
    trades: readonly Omit<Trade, 'sequence'>[],
    venueTime: TimestampMicros,
  ): void {
    for (const trade of trades) {
      this.ring.append(trade);
      this.#count(trade);
    }
    if (trades.length > 0) this.trades.publish();
    this.feeds.follow(this.#book.apply(levels, venueTime), trades.length > 0);
  }

  setState(state: InstrumentState, reason: string, venueTime: TimestampMicros): void {
    this.#definition = { ...this.#definition, state };
    const { epoch, instrument } = this.#context;
    this.status.announce({ type: 'status', epoch, instrument, state, reason, venueTime });
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
    for (const ring of this.#candles.values()) ring.clear();
    this.#day = new DayStatistics(venueTime);
    this.#ticker.restart(this.#day);
    this.terms.announce({ type: 'instrument', epoch: this.#context.epoch, instrument: definition });
    announce();
    this.feeds.restart();
  }

  /** The candles that start in `[from, to)`, the newest 5,000 at most, in parts. */
  candleHistory(
    id: number,
    intervalMs: VenueCandleIntervalMs,
    range: { readonly from: number; readonly to: number },
  ): Generator<CandleHistory> {
    const ring = this.#candles.get(intervalMs);
    if (ring === undefined) throw new RangeError(`expected an interval of the venue, received ${intervalMs}`);
    const { epoch, instrument } = this.#context;
    return candleHistory(ring, { id, epoch, instrument, intervalMs }, range);
  }

  #count(trade: Omit<Trade, 'sequence'>): void {
    this.#day.add(trade);
    for (const ring of this.#candles.values()) ring.add(trade);
  }

  /** What each feed that stands as long as the instrument is made with. */
  #placed(channel: 'trades' | 'status' | 'instruments'): {
    context: FeedContext;
    terms: FullTerms;
    subscription: SubscriptionId;
  } {
    const terms: FullTerms = { channel, depth: 0, conflationMs: 0, intervalMs: null };
    return { context: this.#context, terms, subscription: this.numberOf(terms) };
  }
}
