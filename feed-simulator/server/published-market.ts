import type { Clock } from '../../main/core/clock.ts';
import type { Instrument } from '../../main/core/instrument/instrument.ts';
import type { Epoch } from '../../main/core/market-data/market-event.ts';
import type { Trade } from '../../main/core/market-data/trade.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import type { MarketChange, SimulatedTrade } from '../market-model/market-change.ts';
import type { AnnouncementFeed } from './announcement-feed.ts';
import type { Counts, Tally } from './counts.ts';
import { FeedShelf } from './feed-shelf.ts';
import { InstrumentDirectory } from './instrument-directory.ts';
import { TradeRing, tradesKept } from './trade-ring.ts';
import { VenueInstrument } from './venue-instrument.ts';

/** The market as the venue sees it: where it stands when the venue opens. Its changes come through `apply`. */
export type VenueMarket = {
  readonly instruments: readonly Instrument[];
  readonly now: TimestampMicros;
  /** The whole book of the instrument at that place: bids best first, then asks best first. */
  levels(index: number): number[];
};

/** The market under the venue's numbers: every instrument, every feed on it. Knows nothing of connections. */
export class PublishedMarket {
  readonly directory: InstrumentDirectory;
  readonly shelf: FeedShelf;
  readonly #tallies: { readonly levelUpdates: Tally; readonly trades: Tally };
  #nextTradeId: number;

  constructor(options: {
    epoch: Epoch;
    market: VenueMarket;
    clock: Clock;
    counts: Counts;
    /** The trades made before opening, one ring per instrument. */
    history: readonly TradeRing[];
  }) {
    const { epoch, market, clock, counts } = options;
    const { instruments, now: venueTime } = market;
    const rings = instruments.map(
      (_, index) => options.history[index] ?? new TradeRing(tradesKept(instruments.length)),
    );
    const historyStart = startOf(rings, venueTime);
    const sentTime = () => clock.wallMicros();
    const common = { epoch, venueTime, historyStart, sentTime };
    this.directory = new InstrumentDirectory(
      instruments.map((definition, index) => {
        const ring = rings[index] ?? new TradeRing(1);
        return new VenueInstrument({ ...common, index, definition, levels: market.levels(index), ring });
      }),
    );
    this.shelf = new FeedShelf(() => clock.monotonicMs());
    this.#nextTradeId = 1 + rings.reduce((sum, ring) => sum + ring.last, 0);
    this.#tallies = { levelUpdates: counts.tally('levelUpdates'), trades: counts.tally('trades') };
  }

  /**
   * One change of the market, in the market's order.
   *
   * @param announce sends a change of state or terms to everybody who does not follow the feed
   */
  apply(change: MarketChange, announce: (feed: AnnouncementFeed) => void): void {
    const instrument = this.directory.at(change.instrument);
    const { venueTime } = change;
    switch (change.kind) {
      case 'book': {
        this.#tallies.levelUpdates.value += change.levels.length / 2;
        this.#tallies.trades.value += change.trades.length;
        const trades = change.trades.map((trade) => this.#withId(trade));
        return instrument.apply(change.levels, trades, venueTime);
      }
      case 'state':
        instrument.setState(change.state, change.reason, venueTime);
        return announce(instrument.status);
      case 'terms':
        return instrument.changeTerms(change.definition, change.levels, venueTime, () =>
          announce(instrument.terms),
        );
    }
  }

  #withId({ price, size, aggressorSide, venueTime }: SimulatedTrade): Omit<Trade, 'sequence'> {
    const tradeId = this.#nextTradeId;
    this.#nextTradeId += 1;
    return { tradeId, price, size, aggressorSide, venueTime };
  }
}

/** The time of the oldest trade held; `now` when there is none. */
function startOf(rings: readonly TradeRing[], now: TimestampMicros): TimestampMicros {
  const oldest = rings.flatMap((ring) =>
    ring.slice(ring.firstAvailable, Math.min(ring.firstAvailable, ring.last)).map((trade) => trade.venueTime),
  );
  return oldest.reduce((earliest, time) => (time < earliest ? time : earliest), now);
}
