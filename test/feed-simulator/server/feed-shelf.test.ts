import { describe, expect, it } from 'vitest';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { FeedShelf, LINGER_MS, MAX_BOOK_WINDOWS } from '../../../feed-simulator/server/feed-shelf.ts';
import { fullTerms } from '../../../feed-simulator/server/subscription-terms.ts';
import type { FullTerms } from '../../../feed-simulator/server/subscription-terms.ts';
import { TradeRing } from '../../../feed-simulator/server/trade-ring.ts';
import { VenueInstrument } from '../../../feed-simulator/server/venue-instrument.ts';
import { ManualClock, OPENING_BOOK, bid, instrument } from './venue-fixture.ts';

const TIME = timestampMicros(1);

function shelfAt(clock = new ManualClock()): { shelf: FeedShelf; clock: ManualClock; of: VenueInstrument } {
  return { shelf: new FeedShelf(() => clock.monotonicMs()), clock, of: instrumentAt(0) };
}

function instrumentAt(index: number): VenueInstrument {
  const options = { epoch: 1, venueTime: TIME, historyStart: TIME, sentTime: () => TIME, index };
  const ring = new TradeRing(10);
  return new VenueInstrument({ ...options, definition: instrument('AAA'), levels: OPENING_BOOK, ring });
}

function book(depth: number, conflationMs: 0 | 100 = 0): FullTerms {
  const terms = fullTerms({ channel: 'book', depth, conflationMs });
  if ('type' in terms) throw new Error(terms.message);
  return terms;
}

describe('FeedShelf', () => {
  it('gives all who want the same the same feed, and one window to all conflations', () => {
    const { shelf, of } = shelfAt();
    expect(shelf.take(of, book(5))).toBe(shelf.take(of, book(5)));
    shelf.take(of, book(5, 100));
    expect(of.feeds.streamCount).toBe(1);
  });

  it('keeps a feed that nobody follows for thirty seconds, exact and resumable, then lets it go', () => {
    const { shelf, clock, of } = shelfAt();
    const feed = shelf.take(of, book(5));
    if (feed === null) throw new Error('expected a feed');
    shelf.giveBack(feed);
    of.apply(bid(100, 11), [], TIME);
    clock.advance(LINGER_MS - 1);
    shelf.tick(clock.monotonicMs());
    expect(shelf.take(of, book(5))).toBe(feed);
    expect(feed.since(1)).toMatchObject({ resumed: true, sequence: 2 });
    shelf.giveBack(feed);
    clock.advance(LINGER_MS);
    shelf.tick(clock.monotonicMs());
    expect(of.feeds.streamCount).toBe(0);
    expect(shelf.take(of, book(5))).not.toBe(feed);
  });

  it('keeps a feed as long as one of its users stays', () => {
    const { shelf, clock, of } = shelfAt();
    const feed = shelf.take(of, book(5));
    if (feed === null) throw new Error('expected a feed');
    shelf.take(of, book(5));
    shelf.giveBack(feed);
    clock.advance(LINGER_MS * 2);
    shelf.tick(clock.monotonicMs());
    expect(shelf.take(of, book(5))).toBe(feed);
  });

  it('keeps at most 256 that nobody follows', () => {
    const { shelf, of } = shelfAt();
    const feeds = Array.from({ length: 300 }, (_, depth) => shelf.take(of, book(depth)));
    for (const feed of feeds) if (feed !== null) shelf.giveBack(feed);
    expect(of.feeds.streamCount).toBe(256);
    expect(shelf.take(of, book(299))).toBe(feeds[299]);
    expect(shelf.take(of, book(0))).not.toBe(feeds[0]);
  });

  it('has room for so many windows, and takes that of one which lingers', () => {
    const { shelf, of } = shelfAt();
    const other = instrumentAt(1);
    const first = Array.from({ length: 1_001 }, (_, depth) => shelf.take(of, book(depth)));
    for (let depth = 0; depth < MAX_BOOK_WINDOWS - 1_001; depth += 1)
      expect(shelf.take(other, book(depth))).not.toBeNull();
    expect(shelf.take(other, book(999))).toBeNull();
    expect(shelf.take(other, book(0, 100))).not.toBeNull();
    const [feed] = first;
    if (feed === null || feed === undefined) throw new Error('expected a feed');
    shelf.giveBack(feed);
    expect(shelf.take(other, book(999))).not.toBeNull();
    expect([of.feeds.streamCount, of.feeds.hasStream(0)]).toEqual([1_000, false]);
  });
});
