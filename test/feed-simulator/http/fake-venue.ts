import { instrumentId } from '../../../main/core/instrument/instrument.ts';
import type { Instrument, InstrumentId } from '../../../main/core/instrument/instrument.ts';
import type { Channel } from '../../../main/core/market-data/channel.ts';
import type {
  CandleHistory,
  MarketEvent,
  TradeHistory,
} from '../../../main/core/market-data/market-event.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import type { ServedVenue } from '../../../feed-simulator/http/served-venue.ts';
import { refusal } from '../../../feed-simulator/server/access-refusal.ts';
import type { AccessRefusal } from '../../../feed-simulator/server/access-refusal.ts';
import type { Rights } from '../../../feed-simulator/server/rights.ts';
import { SharedMessage } from '../../../feed-simulator/server/shared-message.ts';
import type { FullTerms } from '../../../feed-simulator/server/subscription-terms.ts';
import type { OpenTopics, TopicSelection } from '../../../feed-simulator/server/topic-selection.ts';
import type { CatchUp, Topic } from '../../../feed-simulator/server/topic.ts';
import { secondHash } from '../../support/second-reader-book.ts';
import { aTrade, anInstrument } from '../../support/market-events.ts';

/** Changes and trades a fake topic keeps. */
const KEPT = 8;
const TIME = timestampMicros(1_700_000_000_000_000);

/** A topic whose state is one number; what is missed comes as one `status` message whose reason is that number. */
class CountingTopic implements Topic {
  readonly subscription: number;
  readonly instrument: InstrumentId;
  readonly channel: Channel;
  readonly terms: FullTerms;
  sequence = 1;

  constructor(subscription: number, instrument: InstrumentId, channel: Channel) {
    this.subscription = subscription;
    this.instrument = instrument;
    this.channel = channel;
    this.terms = { channel, depth: 0, conflationMs: 0, intervalMs: null };
  }

  since(position: number | null): CatchUp {
    const { sequence } = this;
    if (position === sequence) return { resumed: true, messages: [], sequence };
    const resumed = position !== null && position < sequence && position >= sequence - KEPT;
    return { resumed, sequence, messages: [new SharedMessage(this.event(resumed ? position : 0))] };
  }

  protected event(previousSequence: number): MarketEvent {
    const { subscription, sequence } = this;
    const numbers = { epoch: 1, subscription, previousSequence, sequence };
    const what = { instrument: this.instrument, state: 'trading', reason: `${sequence}` } as const;
    return { type: 'status', ...what, ...numbers, venueTime: TIME };
  }
}

/** Says nothing to whoever begins, as trades do. */
class FakeTrades extends CountingTopic {
  override since(): CatchUp {
    return { resumed: true, messages: [], sequence: this.sequence };
  }
}

/** A book kept in the plainest way: every change ever made. */
export class FakeBook extends CountingTopic {
  readonly sizes = new Map<number, number>();
  readonly #changes: { sequence: number; keys: number[] }[] = [];

  change(levels: readonly number[]): void {
    this.sequence += 1;
    const keys: number[] = [];
    for (let i = 0; i < levels.length; i += 2) {
      const key = levels[i] ?? 0;
      const lots = levels[i + 1] ?? 0;
      if (lots === 0) this.sizes.delete(key);
      else this.sizes.set(key, lots);
      keys.push(key);
    }
    this.#changes.push({ sequence: this.sequence, keys });
  }

  protected override event(previousSequence: number): MarketEvent {
    const { subscription, sequence } = this;
    const hash = secondHash(this.sizes);
    const common = { epoch: 1, subscription, sequence, hash, venueTime: TIME, sentTime: TIME };
    if (previousSequence > 0) {
      const missed = this.#changes.filter((change) => change.sequence > previousSequence);
      const levels = [...new Set(missed.flatMap(({ keys }) => keys))].flatMap((key) => [
        key,
        this.sizes.get(key) ?? 0,
      ]);
      return { type: 'delta', previousSequence, levels, ...common };
    }
    const bids = [...this.sizes].filter(([key]) => key % 2 === 0).sort(([a], [b]) => b - a);
    const asks = [...this.sizes].filter(([key]) => key % 2 === 1).sort(([a], [b]) => a - b);
    return { type: 'snapshot', id: 0, part: 1, parts: 1, levels: [...bids, ...asks].flat(), ...common };
  }
}

class FakeTerms extends CountingTopic {
  readonly #definition: Instrument;

  constructor(subscription: number, definition: Instrument) {
    super(subscription, definition.id, 'instruments');
    this.#definition = definition;
  }

  protected override event(previousSequence: number): MarketEvent {
    const { subscription, sequence } = this;
    const instrument = { ...this.#definition, tickUnits: sequence };
    return { type: 'instrument', epoch: 1, instrument, subscription, previousSequence, sequence };
  }
}

/** A venue of books, states and terms, plain enough to be believed. */
export class FakeVenue implements ServedVenue {
  readonly epoch: number;
  isBusy = false;
  readonly instruments = ['AAA', 'BBB'].map((id) => anInstrument({ id: instrumentId(id) }));
  readonly books: readonly FakeBook[];
  readonly states: readonly CountingTopic[];
  readonly terms: readonly FakeTerms[];
  readonly trades: readonly FakeTrades[];
  /** Selections that were opened and not released. */
  open = 0;
  leaving: { reason: string; reconnectAfterMs: number } | null = null;
  /** Parts of a history that were asked for so far, of so many. */
  partsMade = 0;
  partsInHistory = 3;

  constructor(epoch = 1) {
    this.epoch = epoch;
    this.books = this.instruments.map(({ id }, index) => new FakeBook(1 + index, id, 'book'));
    this.states = this.instruments.map(({ id }, index) => new CountingTopic(11 + index, id, 'status'));
    this.terms = this.instruments.map((definition, index) => new FakeTerms(21 + index, definition));
    this.trades = this.instruments.map(({ id }, index) => new FakeTrades(31 + index, id, 'trades'));
    for (const book of this.books) book.change([200, 10, 203, 10]);
  }

  spend(work: () => void): void {
    work();
  }

  openTopics(rights: Rights, selection: TopicSelection, maxTopics: number): OpenTopics | AccessRefusal {
    const named = this.instruments.filter(
      ({ id }) => selection.instruments.includes(id) || selection.instruments.includes('*'),
    );
    if (named.length === 0) return refusal('UNKNOWN_INSTRUMENT', 'no such instrument');
    if (!named.every(({ id }) => rights.mayRead(id))) return refusal('NOT_ENTITLED', 'not yours');
    const all: readonly Topic[] = [...this.books, ...this.states, ...this.terms, ...this.trades];
    const topics = selection.channels.flatMap((channel) =>
      named.flatMap(({ id }) => all.filter((topic) => topic.channel === channel && topic.instrument === id)),
    );
    if (topics.length > maxTopics) return refusal('TOO_MANY_SUBSCRIPTIONS', 'too many');
    this.open += 1;
    return { topics, instruments: named, release: () => (this.open -= 1) };
  }

  *tradeHistory(id: InstrumentId): Generator<TradeHistory> {
    for (let part = 1; part <= this.partsInHistory; part += 1) {
      this.partsMade += 1;
      const [from, to] = [(part - 1) * 1_000 + 1, part * 1_000];
      const trades = Array.from({ length: 1_000 }, (_, index) => aTrade(from + index));
      const range = { from, to, trades, firstAvailable: 1, isLast: part === this.partsInHistory };
      yield { type: 'trade-history', id: 1, epoch: 1, instrument: id, ...range };
    }
  }

  *candleHistory(id: InstrumentId, intervalMs: CandleHistory['intervalMs']): Generator<CandleHistory> {
    const what = { epoch: 1, instrument: id, intervalMs, sequence: 1, candles: [] };
    yield { type: 'candle-history', id: 1, ...what, isLast: true };
  }

  definitions(rights: Rights): Instrument[] {
    return this.instruments.filter(({ id }) => rights.mayRead(id));
  }

  judgeReading(rights: Rights, instrument: string): AccessRefusal | null {
    const found = this.instruments.find(({ id }) => id === instrument);
    if (found === undefined) return refusal('UNKNOWN_INSTRUMENT', 'no such instrument');
    return rights.mayRead(found.id) ? null : refusal('NOT_ENTITLED', 'not yours');
  }

  welcomeFor(instruments: readonly Instrument[]) {
    const what = { venue: 'Fake', epoch: this.epoch, sentTime: TIME, heartbeatIntervalMs: 500, instruments };
    return { type: 'welcome', protocol: 1, ...what } as const;
  }

  heartbeatFor(pairs: readonly number[]) {
    const times = { venueTime: TIME, sentTime: TIME };
    return { type: 'heartbeat', epoch: this.epoch, sequences: pairs, ...times } as const;
  }

  goingAway() {
    return this.leaving;
  }
}

/** A conflated topic: `newest` is where {@link since} brings a reader, ahead of `sequence` between its messages. */
export class ConflatedTopic extends CountingTopic {
  newest = 1;

  override since(position: number | null): CatchUp {
    const published = this.sequence;
    this.sequence = this.newest;
    const caughtUp = super.since(position);
    this.sequence = published;
    return caughtUp;
  }
}

/** Of a client that may read these instruments. */
export function rightsTo(ids: readonly string[], changes: Partial<Rights> = {}): Rights {
  return {
    subject: '',
    tokenId: null,
    scopes: ['market-data'],
    instruments: ids,
    mayRead: (id) => ids.includes('*') || ids.includes(id),
    expiresAt: null,
    maxSubscriptions: 64,
    ...changes,
  };
}

export const AAA = instrumentId('AAA');
