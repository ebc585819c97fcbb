import type { Instrument, InstrumentId } from '../../main/core/instrument/instrument.ts';
import {
  MarketFeed,
  type FedInstrument,
  type Moment,
  type RefusedMessage,
} from '../../main/core/market-feed.ts';
import type { Channel, MarketEvent } from '../../main/core/market-data/market-event.ts';
import type { VenueRequest } from '../../main/core/market-data/venue-request.ts';
import { levelsFromText } from './book-text.ts';
import {
  aHeartbeat,
  anAcknowledgement,
  anInstrument,
  aSnapshot,
  aWelcome,
  BOOK_SUBSCRIPTION,
  TRADES_SUBSCRIPTION,
} from './market-events.ts';

/** What the venue's book looks like at sequence 100. */
export const OPENING = `
    | 102 | 7
    | 101 | 4
  9 | 100 |
  2 |  98 |`;

/** A market feed, a moment that moves when told, and everything the feed has asked for so far. */
export class MarketFeedRig {
  readonly feed = new MarketFeed();
  readonly asked: VenueRequest[] = [];
  readonly notes: string[] = [];
  #ms = 0;

  get now(): Moment {
    return { monotonicMs: this.#ms, wallMs: 1_000_000 + this.#ms };
  }

  say(...events: MarketEvent[]): void {
    for (const event of events) this.feed.accept(event, this.now);
    this.#collect();
  }

  refuse(code: string, named: Partial<RefusedMessage>): void {
    const unnamed = { messageType: '', subscription: 0, requestId: 0 };
    this.feed.refuse({ code, message: 'told by a test', ...unnamed, ...named }, this.now);
    this.#collect();
  }

  /** Lets time pass, ticking every 100 ms as the terminal does. */
  pass(ms: number): void {
    for (const end = this.#ms + ms; this.#ms < end;) {
      this.#ms = Math.min(end, this.#ms + 100);
      this.feed.tick(this.now);
      this.#collect();
    }
  }

  /** The same in a market that stands still: heartbeats come and name nothing. */
  passQuietly(ms: number): void {
    for (let passed = 0; passed < ms; passed += 500) {
      this.say(aHeartbeat([]));
      this.pass(Math.min(500, ms - passed));
    }
  }

  /** What was asked since the last call. */
  take(): VenueRequest[] {
    return this.asked.splice(0);
  }

  book(id = 'ESZ6'): FedInstrument['pipeline'] {
    const fed = this.feed.find(id);
    if (fed === undefined) throw new Error(`expected the instrument ${id}`);
    return fed.pipeline;
  }

  /** The id of the newest subscribe for that channel that was asked and not yet taken. */
  subscribeId(channel: Channel, instrument: InstrumentId = anInstrument().id): number {
    const request = this.asked.findLast(
      (asked) => asked.type === 'subscribe' && asked.channel === channel && asked.instrument === instrument,
    );
    if (request === undefined) throw new Error(`expected a subscribe of ${channel} of ${instrument}`);
    return request.id;
  }

  #collect(): void {
    this.asked.push(...this.feed.takeRequests());
    this.notes.push(...this.feed.takeNotes());
  }
}

/** Welcomed, both channels acknowledged, no trades so far; the book awaits its snapshot. */
export function aSubscribedFeed(instrument: Instrument = anInstrument()): MarketFeedRig {
  const rig = new MarketFeedRig();
  rig.say(aWelcome([instrument]));
  acknowledge(rig);
  return rig;
}

/** Acknowledges what the rig asked for since the welcome. @param sequence of the last trade so far */
export function acknowledge(rig: MarketFeedRig, sequence = 0, epoch?: number): void {
  const under = epoch === undefined ? {} : { epoch };
  const book = { id: rig.subscribeId('book'), subscription: BOOK_SUBSCRIPTION, ...under };
  const trades = { id: rig.subscribeId('trades'), subscription: TRADES_SUBSCRIPTION, sequence, ...under };
  rig.say(anAcknowledgement(book), anAcknowledgement({ ...trades, channel: 'trades' }));
}

/** As {@link aSubscribedFeed}, and the book is live at sequence 100; nothing is left to ask. */
export function aLiveFeed(): MarketFeedRig {
  const rig = aSubscribedFeed();
  rig.say(openingSnapshot());
  rig.take();
  return rig;
}

export function openingSnapshot(changes: Parameters<typeof aSnapshot>[0] = {}): ReturnType<typeof aSnapshot> {
  return aSnapshot({ levels: levelsFromText(OPENING), ...changes });
}
