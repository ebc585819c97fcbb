import type { Epoch, SubscriptionId } from '../../main/core/market-data/market-event.ts';
import type { Outbox } from './outbox.ts';
import { SharedMessage } from './shared-message.ts';
import type { TradeFeed, TradeSubscriber } from './trade-feed.ts';

/** Trades that may wait for one slow subscription; older ones become a gap (PROTOCOL.md section 8). */
const MAX_WAITING_TRADES = 5_000;

/**
 * One client's place on the trades of an instrument. What waits for a slow client is not copied: it is everything
 * after the last trade sent, and the history holds it.
 */
export class TradeSubscription implements TradeSubscriber {
  readonly channel = 'trades';
  readonly feed: TradeFeed;
  readonly #outbox: Outbox;
  readonly #epoch: Epoch;
  #sentSequence: number;

  constructor(feed: TradeFeed, outbox: Outbox, epoch: Epoch) {
    this.feed = feed;
    this.#outbox = outbox;
    this.#epoch = epoch;
    this.#sentSequence = feed.sequence;
  }

  get id(): SubscriptionId {
    return this.feed.subscription;
  }

  deliverTrades(message: SharedMessage, sequence: number): void {
    if (!this.#outbox.mustWait()) this.#send(message, sequence);
  }

  /** Under new terms the old prices would be misread, so they go out first, also to a slow reader: 5,000 at most. */
  deliverBeforeNewTerms(): void {
    this.#sendWaiting();
  }

  catchUp(): void {
    if (this.#sentSequence < this.feed.sequence && !this.#outbox.mustWait()) this.#sendWaiting();
  }

  #sendWaiting(): void {
    const from = Math.max(this.feed.sequence - MAX_WAITING_TRADES + 1, this.feed.firstAvailable);
    if (from > this.#sentSequence + 1) this.#sendGap(this.#sentSequence + 1, from - 1);
    for (const message of this.feed.messages(this.#sentSequence, this.#outbox.sentTime))
      this.#send(new SharedMessage(message), message.sequence);
  }

  #sendGap(from: number, to: number): void {
    const gap = { type: 'gap', epoch: this.#epoch, subscription: this.id, from, to } as const;
    this.#send(new SharedMessage(gap), to);
  }

  #send(message: SharedMessage, sequence: number): void {
    this.#outbox.sendOnStream(message, this.id, sequence);
    this.#sentSequence = sequence;
  }
}
