import type { VenueCandleIntervalMs } from '../../main/core/market-data/channel.ts';
import type { CandleHistory, SubscriptionId } from '../../main/core/market-data/market-event.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import type { CandleRing, CountedCandle } from './candle-ring.ts';
import { Audience } from './feed.ts';
import type { FeedContext, MarketFeed } from './feed.ts';
import { SharedMessage } from './shared-message.ts';
import type { FullTerms } from './subscription-terms.ts';
import type { CatchUp } from './topic.ts';

/** Candles in one message at most; PROTOCOL.md section 4. */
const CANDLES_PER_MESSAGE = 500;
const MAX_HISTORY_CANDLES = 5_000;

/** The candles of one (instrument, interval, conflation). Its sequence is that of the last trade counted. */
export class CandleFeed implements MarketFeed {
  readonly channel = 'candles';
  readonly subscription: SubscriptionId;
  readonly instrument: FeedContext['instrument'];
  readonly terms: FullTerms;
  readonly audience = new Audience();
  readonly #context: FeedContext;
  readonly #intervalMs: VenueCandleIntervalMs;
  readonly #ring: CandleRing;
  readonly #venueTime: () => TimestampMicros;
  #published: number;

  constructor(options: {
    subscription: SubscriptionId;
    terms: FullTerms;
    context: FeedContext;
    intervalMs: VenueCandleIntervalMs;
    ring: CandleRing;
    venueTime: () => TimestampMicros;
  }) {
    this.subscription = options.subscription;
    this.instrument = options.context.instrument;
    this.terms = options.terms;
    this.#context = options.context;
    this.#intervalMs = options.intervalMs;
    this.#ring = options.ring;
    this.#venueTime = options.venueTime;
    this.#published = options.ring.lastTrade;
  }

  get sequence(): number {
    return this.#published;
  }

  get newest(): number {
    return this.#ring.lastTrade;
  }

  publish(): void {
    const previous = this.#published;
    this.#published = this.#ring.lastTrade;
    if (this.#published === previous || this.audience.isEmpty) return;
    if (!this.#ring.reaches(previous)) return this.audience.renew();
    let position = previous;
    for (const part of this.#changedSince(previous)) {
      const { message, sequence } = this.#message(position, part, false);
      this.audience.deliver(message, position, sequence);
      position = sequence;
    }
  }

  /** New terms have emptied the ring. */
  restart(): void {
    this.#published = this.#ring.lastTrade;
    this.audience.renew();
  }

  since(position: number | null): CatchUp {
    const sequence = this.#ring.lastTrade;
    if (position === null || !this.#ring.reaches(position)) {
      const newest = takeNewest(this.#ring, CANDLES_PER_MESSAGE, () => true);
      return { resumed: false, messages: [this.#message(0, newest, true).message], sequence };
    }
    const messages: SharedMessage[] = [];
    let stand = position;
    for (const part of this.#changedSince(position)) {
      const { message, sequence: reached } = this.#message(stand, part, false);
      messages.push(message);
      stand = reached;
    }
    return { resumed: true, messages, sequence };
  }

  /** In parts that fit a message, oldest first. */
  #changedSince(position: number): CountedCandle[][] {
    return inParts(takeNewest(this.#ring, Infinity, ({ lastTrade }) => lastTrade > position));
  }

  #message(
    previousSequence: number,
    counted: readonly CountedCandle[],
    isSnapshot: boolean,
  ): { message: SharedMessage; sequence: number } {
    const sequence = counted.at(-1)?.lastTrade ?? this.#ring.lastTrade;
    const message = new SharedMessage({
      type: 'candles',
      epoch: this.#context.epoch,
      subscription: this.subscription,
      instrument: this.instrument,
      intervalMs: this.#intervalMs,
      previousSequence,
      sequence,
      isSnapshot,
      candles: counted.map(({ candle }) => candle),
      venueTime: this.#venueTime(),
      sentTime: this.#context.sentTime(),
    });
    return { message, sequence };
  }
}

/**
 * The answer to a request for the candles that start in `[from, to)`: the newest 5,000 of them, at least one part. They
 * are those of the moment the first part is taken.
 */
export function* candleHistory(
  ring: CandleRing,
  head: Omit<CandleHistory, 'type' | 'sequence' | 'candles' | 'isLast'>,
  range: { readonly from: number; readonly to: number },
): Generator<CandleHistory> {
  const upTo = takeNewest(ring, Infinity, ({ candle }) => candle.startTime >= range.from);
  const wanted = upTo.filter(({ candle }) => candle.startTime < range.to).slice(-MAX_HISTORY_CANDLES);
  const sequence = wanted.at(-1)?.lastTrade ?? ring.lastTrade;
  const parts = wanted.length === 0 ? [[]] : inParts(wanted);
  for (const [index, part] of parts.entries()) {
    const candles = part.map(({ candle }) => candle);
    yield { type: 'candle-history', ...head, sequence, candles, isLast: index === parts.length - 1 };
  }
}

/** Newest candles as long as they are wanted, at most `limit`, oldest first. */
function takeNewest(
  ring: CandleRing,
  limit: number,
  isWanted: (counted: CountedCandle) => boolean,
): CountedCandle[] {
  const taken: CountedCandle[] = [];
  for (const counted of ring.newestFirst()) {
    if (taken.length === limit || !isWanted(counted)) break;
    taken.push(counted);
  }
  return taken.reverse();
}

function inParts(counted: readonly CountedCandle[]): CountedCandle[][] {
  return Array.from({ length: Math.ceil(counted.length / CANDLES_PER_MESSAGE) }, (_, part) =>
    counted.slice(part * CANDLES_PER_MESSAGE, (part + 1) * CANDLES_PER_MESSAGE),
  );
}
