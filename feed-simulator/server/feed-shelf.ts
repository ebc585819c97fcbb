import type { ConflationMs } from '../../main/core/market-data/channel.ts';
import type { SubscriptionId } from '../../main/core/market-data/market-event.ts';
import type { Feed, MarketFeed } from './feed.ts';
import type { FullTerms } from './subscription-terms.ts';
import type { VenueInstrument } from './venue-instrument.ts';

/** Windows kept exact at once, over all clients: each costs work at every change of its book. */
export const MAX_BOOK_WINDOWS = 1_024;
/** A feed that nobody follows any more is kept so long, because a client that was cut or that polls comes back. */
export const LINGER_MS = 30_000;
/** Feeds kept so at most; the one left longest goes first. */
const MAX_LINGERING = 256;

type Use = {
  readonly feed: MarketFeed;
  readonly instrument: VenueInstrument;
  users: number;
  idleSinceMs: number;
};
type Pace = { readonly feeds: Set<MarketFeed>; nextDueMs: number };

/** Every feed that is made on demand: who uses it, when it is due, when it goes. */
export class FeedShelf {
  readonly #monotonicMs: () => number;
  readonly #uses = new Map<SubscriptionId, Use>();
  /** Without users, the one left longest first. */
  readonly #lingering = new Set<Use>();
  readonly #paces = new Map<ConflationMs, Pace>();
  #windows = 0;

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
  }

  /** The feed, for one user more, who gives it back; null when it would be one window too many for the venue. */
  take(instrument: VenueInstrument, terms: FullTerms): Feed | null {
    if (terms.channel === 'trades') return instrument.trades;
    if (terms.channel === 'status') return instrument.status;
    if (terms.channel === 'instruments') return instrument.terms;
    const use = this.#uses.get(instrument.numberOf(terms)) ?? this.#open(instrument, terms);
    if (use === null) return null;
    use.users += 1;
    this.#lingering.delete(use);
    return use.feed;
  }

  /** One user less. Feeds that stand as long as their instrument are nobody's to give back. */
  giveBack(feed: Feed): void {
    const use = this.#uses.get(feed.subscription);
    if (use === undefined) return;
    use.users -= 1;
    if (use.users > 0) return;
    use.idleSinceMs = this.#monotonicMs();
    this.#lingering.add(use);
    for (const oldest of this.#lingering) {
      if (this.#lingering.size <= MAX_LINGERING) return;
      this.#close(oldest);
    }
  }

  /** Publishes what is due and lets go what has lingered long enough. */
  tick(nowMs: number): void {
    for (const [conflationMs, pace] of this.#paces) {
      if (nowMs < pace.nextDueMs) continue;
      // Counted from now, not from when it was due: two messages must never be closer than the interval.
      pace.nextDueMs = nowMs + conflationMs;
      for (const feed of pace.feeds) feed.publish();
    }
    for (const oldest of this.#lingering) {
      if (nowMs - oldest.idleSinceMs < LINGER_MS) return;
      this.#close(oldest);
    }
  }

  #open(instrument: VenueInstrument, terms: FullTerms): Use | null {
    const isNewWindow = terms.channel === 'book' && !instrument.feeds.hasStream(terms.depth);
    if (isNewWindow && !this.#hasRoom()) return null;
    if (isNewWindow) this.#windows += 1;
    const subscription = instrument.numberOf(terms);
    const feed = instrument.feeds.open(terms, subscription);
    const use: Use = { feed, instrument, users: 0, idleSinceMs: 0 };
    this.#uses.set(subscription, use);
    if (terms.conflationMs > 0) this.#paceOf(terms.conflationMs).feeds.add(feed);
    return use;
  }

  /** Lingering windows make room for one that is wanted. */
  #hasRoom(): boolean {
    for (const use of this.#lingering) {
      if (this.#windows < MAX_BOOK_WINDOWS) return true;
      if (use.feed.channel === 'book') this.#close(use);
    }
    return this.#windows < MAX_BOOK_WINDOWS;
  }

  #close(use: Use): void {
    const { feed, instrument } = use;
    this.#uses.delete(feed.subscription);
    this.#lingering.delete(use);
    this.#paces.get(feed.terms.conflationMs)?.feeds.delete(feed);
    instrument.feeds.close(feed);
    if (feed.channel === 'book' && !instrument.feeds.hasStream(feed.terms.depth)) this.#windows -= 1;
  }

  #paceOf(conflationMs: ConflationMs): Pace {
    const known = this.#paces.get(conflationMs);
    if (known !== undefined) return known;
    const pace = { feeds: new Set<MarketFeed>(), nextDueMs: this.#monotonicMs() + conflationMs };
    this.#paces.set(conflationMs, pace);
    return pace;
  }
}
