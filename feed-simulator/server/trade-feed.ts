import type { InstrumentId } from '../../main/core/instrument/instrument.ts';
import type {
  Epoch,
  SubscriptionId,
  TradeHistory,
  Trades,
} from '../../main/core/market-data/market-event.ts';
import type { Trade } from '../../main/core/market-data/trade.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import { SharedMessage } from './shared-message.ts';
import type { TradeRing } from './trade-ring.ts';

/** Trades in one message at most; PROTOCOL.md section 4. */
const TRADES_PER_MESSAGE = 1_000;

/** Who follows the trades of an instrument: one trades subscription of one connection. */
export type TradeSubscriber = {
  deliverTrades(message: SharedMessage, sequence: number): void;
  /** The last moment at which trades of the old terms may be sent. */
  deliverBeforeNewTerms(): void;
};

/** The trades of one instrument: the live stream and the history behind it. */
export class TradeFeed {
  readonly subscription: SubscriptionId;
  readonly subscribers = new Set<TradeSubscriber>();
  readonly #instrument: InstrumentId;
  readonly #epoch: Epoch;
  readonly #ring: TradeRing;

  constructor(options: {
    subscription: SubscriptionId;
    instrument: InstrumentId;
    epoch: Epoch;
    ring: TradeRing;
  }) {
    this.subscription = options.subscription;
    this.#instrument = options.instrument;
    this.#epoch = options.epoch;
    this.#ring = options.ring;
  }

  /** Sequence of the last trade. */
  get sequence(): number {
    return this.#ring.last;
  }

  /** Oldest trade that can still be sent. */
  get firstAvailable(): number {
    return this.#ring.firstAvailable;
  }

  publish(trades: readonly Omit<Trade, 'sequence'>[], sentTime: TimestampMicros): void {
    const before = this.#ring.last;
    for (const trade of trades) this.#ring.append(trade);
    if (trades.length === 0 || this.subscribers.size === 0) return;
    for (const message of this.messages(before, sentTime)) {
      const shared = new SharedMessage(message);
      for (const subscriber of this.subscribers) subscriber.deliverTrades(shared, message.sequence);
    }
  }

  /** The instrument is about to trade on another grid: the old prices leave the history. */
  restart(): void {
    for (const subscriber of this.subscribers) subscriber.deliverBeforeNewTerms();
    this.#ring.clear();
  }

  /** Everything after the trade `previousSequence`, which must still be held, in messages of bounded length. */
  messages(previousSequence: number, sentTime: TimestampMicros): Trades[] {
    const messages: Trades[] = [];
    for (let from = previousSequence + 1; from <= this.#ring.last; from += TRADES_PER_MESSAGE) {
      const to = Math.min(from + TRADES_PER_MESSAGE - 1, this.#ring.last);
      messages.push({
        type: 'trades',
        epoch: this.#epoch,
        subscription: this.subscription,
        previousSequence: from - 1,
        sequence: to,
        trades: this.#ring.slice(from, to),
        sentTime,
      });
    }
    return messages;
  }

  /** The answer to a request for trades `from` to `to`, as far as they are held; at least one part. */
  history(id: number, from: number, to: number): TradeHistory[] {
    const firstAvailable = this.#ring.firstAvailable;
    const first = Math.max(from, firstAvailable);
    const last = Math.min(to, this.#ring.last);
    const parts: TradeHistory[] = [];
    let start = first;
    do {
      const end = Math.max(start - 1, Math.min(start + TRADES_PER_MESSAGE - 1, last));
      const trades = this.#ring.slice(start, end);
      const range = { from: start, to: end, trades, firstAvailable, isLast: end >= last };
      parts.push({ type: 'trade-history', id, epoch: this.#epoch, instrument: this.#instrument, ...range });
      start = end + 1;
    } while (start <= last);
    return parts;
  }
}
