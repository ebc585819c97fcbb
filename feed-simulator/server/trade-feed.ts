import type { SubscriptionId, TradeHistory, Trades } from '../../main/core/market-data/market-event.ts';
import { Audience } from './feed.ts';
import type { FeedContext, MarketFeed } from './feed.ts';
import { SharedMessage } from './shared-message.ts';
import type { FullTerms } from './subscription-terms.ts';
import type { CatchUp } from './topic.ts';
import type { TradeRing } from './trade-ring.ts';

/** Trades in one message at most; PROTOCOL.md section 4. */
const TRADES_PER_MESSAGE = 1_000;
/** Trades a receiver that fell behind gets at most; what is older becomes a gap (PROTOCOL.md section 8). */
const MAX_TRADES_BEHIND = 5_000;

/** The trades of one instrument: the live stream and the history behind it. */
export class TradeFeed implements MarketFeed {
  readonly channel = 'trades';
  readonly subscription: SubscriptionId;
  readonly instrument: FeedContext['instrument'];
  readonly terms: FullTerms;
  readonly audience = new Audience();
  readonly #context: FeedContext;
  readonly #ring: TradeRing;
  #published: number;

  constructor(options: {
    subscription: SubscriptionId;
    terms: FullTerms;
    context: FeedContext;
    ring: TradeRing;
  }) {
    this.subscription = options.subscription;
    this.instrument = options.context.instrument;
    this.terms = options.terms;
    this.#context = options.context;
    this.#ring = options.ring;
    this.#published = options.ring.last;
  }

  /** Sequence of the last trade. */
  get sequence(): number {
    return this.#ring.last;
  }

  get newest(): number {
    return this.#ring.last;
  }

  publish(): void {
    const before = this.#published;
    this.#published = this.#ring.last;
    if (this.audience.isEmpty) return;
    for (const trades of this.#messages(before))
      this.audience.deliver(new SharedMessage(trades), trades.previousSequence, trades.sequence);
  }

  /** The instrument is about to trade on another grid: the old prices leave the history. */
  restart(): void {
    this.audience.sendWaiting();
    this.#ring.clear();
  }

  since(position: number | null): CatchUp {
    const sequence = this.#ring.last;
    if (position === null || position > sequence) return { resumed: false, messages: [], sequence };
    const from = Math.max(sequence - MAX_TRADES_BEHIND + 1, this.#ring.firstAvailable);
    const messages = this.#messages(Math.max(position, from - 1)).map((trades) => new SharedMessage(trades));
    if (from > position + 1) messages.unshift(this.#gap(position + 1, from - 1));
    return { resumed: true, messages, sequence };
  }

  /**
   * The answer to a request for trades `from` to `to`, as far as they are held when each part is made; at least one
   * part. What the ring drops meanwhile is left out, and `from` of the next part shows it.
   */
  *history(id: number, from: number, to: number): Generator<TradeHistory> {
    const { epoch, instrument } = this.#context;
    const last = Math.min(to, this.#ring.last);
    let start = from;
    do {
      const { firstAvailable } = this.#ring;
      start = Math.max(start, firstAvailable);
      const end = Math.max(start - 1, Math.min(start + TRADES_PER_MESSAGE - 1, last));
      const trades = this.#ring.slice(start, end);
      const range = { from: start, to: end, trades, firstAvailable, isLast: end >= last };
      yield { type: 'trade-history', id, epoch, instrument, ...range };
      start = end + 1;
    } while (start <= last);
  }

  #gap(from: number, to: number): SharedMessage {
    const { epoch } = this.#context;
    return new SharedMessage({ type: 'gap', epoch, subscription: this.subscription, from, to });
  }

  /** Everything after the trade `previousSequence`, which must still be held, in messages of bounded length. */
  #messages(previousSequence: number): Trades[] {
    const messages: Trades[] = [];
    const { last } = this.#ring;
    for (let from = previousSequence + 1; from <= last; from += TRADES_PER_MESSAGE) {
      const to = Math.min(from + TRADES_PER_MESSAGE - 1, last);
      messages.push({
        type: 'trades',
        epoch: this.#context.epoch,
        subscription: this.subscription,
        previousSequence: from - 1,
        sequence: to,
        trades: this.#ring.slice(from, to),
        sentTime: this.#context.sentTime(),
      });
    }
    return messages;
  }
}
