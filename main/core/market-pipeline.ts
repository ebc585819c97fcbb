import { BookStage, type BookCounts, type BookOutcome, type Resync } from './book-stage.ts';
import type { ReadableBook } from './book/order-book.ts';
import type { CandleIntervalMs } from './candles/candle-interval.ts';
import type { CandleSeries } from './candles/candle-series.ts';
import type { Instrument } from './instrument/instrument.ts';
import type { DataQuality, StaleReason } from './market-data/data-quality.ts';
import type { BookUpdate } from './market-data/book-update.ts';
import type { Epoch, SubscriptionId, TradeGap, TradeHistory, Trades } from './market-data/market-event.ts';
import type { Tape } from './tape/tape.ts';
import { DEFAULT_TRADE_SEQUENCER_OPTIONS, type TradeSequencerOptions } from './tape/trade-sequencer.ts';
import type { TradeSummary } from './tape/trade-summary.ts';
import { TradeStage, type TradesOutcome } from './trade-stage.ts';

export type { BookCounts, BookOutcome, Resync } from './book-stage.ts';
export type { TradesOutcome } from './trade-stage.ts';

/** Since when is not kept: it lasts a moment, or until the connection is given up. */
const TRADES_AWAITED: DataQuality = { isLive: false, reason: 'syncing', staleSinceMs: 0 };

/**
 * One instrument from validated events to what views are projected from:
 *
 *     snapshot | delta  ->  sequence gate  ->  book, verified        (book-stage.ts)
 *     trades            ->  sequencer      ->  tape, candles         (trade-stage.ts)
 *
 * Nothing here asks for anything: outcomes say what the session should ask the venue for. After a resync the book is not
 * live until a snapshot passed its checks. Wall times stamp quality, monotonic times serve deadlines; both in ms.
 */
export class MarketPipeline {
  #instrument: Instrument;
  readonly #book: BookStage;
  readonly #trades: TradeStage;

  constructor(instrument: Instrument, options: Partial<TradeSequencerOptions> = {}) {
    this.#instrument = instrument;
    this.#book = new BookStage(instrument);
    this.#trades = new TradeStage(instrument, { ...DEFAULT_TRADE_SEQUENCER_OPTIONS, ...options });
  }

  get instrument(): Instrument {
    return this.#instrument;
  }

  /** The venue acknowledged the book subscription; its snapshot is awaited. */
  bindBook(subscription: SubscriptionId, epoch: Epoch, wallMs: number): void {
    this.#book.bind(subscription, epoch, wallMs);
  }

  /**
   * The venue acknowledged the trades subscription standing at trade `sequence`. Under another epoch than before tape
   * and candles start anew. The outcome asks for the trades before it.
   */
  bindTrades(
    subscription: SubscriptionId,
    epoch: Epoch,
    sequence: number,
    monotonicMs: number,
  ): TradesOutcome {
    return this.#trades.bind(subscription, epoch, sequence, monotonicMs);
  }

  /** The connection or the subscriptions are gone. What is held stays readable, stale. */
  unbind(reason: Exclude<StaleReason, 'none'>, wallMs: number): void {
    this.#book.unbind(reason, wallMs);
    this.#trades.unbind();
  }

  /** A snapshot at a past sequence, asked for to compare with, must not be passed in while the book is not live. */
  acceptBook(update: BookUpdate, wallMs: number): BookOutcome {
    return this.#book.accept(update, wallMs);
  }

  /** The number of the book's subscription; 0 while it has none. */
  get bookSubscription(): SubscriptionId {
    return this.#book.subscription;
  }

  acceptTrades(event: Trades | TradeGap | TradeHistory, monotonicMs: number): TradesOutcome {
    return this.#trades.accept(event, monotonicMs);
  }

  /** @param sequence what the heartbeat says of the book subscription. @returns null while nothing was lost */
  heartbeatBook(sequence: number, wallMs: number): Resync | null {
    return this.#book.judgeHeartbeat(sequence, wallMs);
  }

  /** @param sequence what the heartbeat says of the trades subscription */
  heartbeatTrades(sequence: number, monotonicMs: number): TradesOutcome {
    return this.#trades.judgeHeartbeat(sequence, monotonicMs);
  }

  /** A message of the book subscription was refused on the wire. @param reason the wire error's code and text */
  markFaulty(reason: string, wallMs: number): Resync {
    return this.#book.resync({ kind: 'faulty-message', reason }, wallMs);
  }

  /** Nothing proves any more that the book is the venue's of now. @param silentMs since its last message */
  markUnproved(silentMs: number, wallMs: number): Resync {
    return this.#book.resync({ kind: 'unproved', silentMs }, wallMs - silentMs);
  }

  /** The history that an outcome asked for was asked of the venue now: its deadline counts from here. */
  historyAsked(monotonicMs: number): void {
    this.#trades.historyAsked(monotonicMs);
  }

  /** The venue refused the history that an outcome asked for. */
  refuseHistory(monotonicMs: number): TradesOutcome {
    return this.#trades.refuseHistory(monotonicMs);
  }

  /** To be called a few times a second: goes on without history that is overdue. */
  checkDeadlines(monotonicMs: number): TradesOutcome {
    return this.#trades.checkDeadline(monotonicMs);
  }

  /**
   * New terms of the same instrument. A changed tick or lot size voids book, tape and candles: the venue sends a book
   * unasked, and prices from before are not mixed with those after.
   */
  applyTerms(instrument: Instrument, wallMs: number): 'kept' | 'voided' {
    const isKept = hasSameUnits(this.#instrument, instrument);
    this.#instrument = instrument;
    this.#book.setRange(instrument);
    this.#trades.setTerms(instrument);
    if (isKept) return 'kept';
    this.#book.voidBook(wallMs);
    this.#trades.voidTrades();
    return 'voided';
  }

  /** The last book that passed every check; out of date while `quality` is not live. */
  get book(): ReadableBook {
    return this.#book.reading;
  }
  get quality(): DataQuality {
    return this.#book.quality;
  }
  /** As `quality`, for tape and candles: also not live while trades are not subscribed or known to be missing. */
  get tradesQuality(): DataQuality {
    return !this.quality.isLive || this.#trades.isFollowing ? this.quality : TRADES_AWAITED;
  }
  /** Of the book read: sequence, venue time and sent time in microseconds; one object, updated in place. */
  get bookStamp(): Readonly<{ sequence: number; venueTime: number; sentTime: number }> {
    return this.#book.stamp;
  }
  get bookCounts(): BookCounts {
    return this.#book.counts;
  }
  /** Trades are known to be missing and awaited; the newest candles are marked meanwhile. */
  get isAwaitingTrades(): boolean {
    return this.#trades.isWaiting;
  }
  get tape(): Tape {
    return this.#trades.tape;
  }
  get tradeSummary(): TradeSummary {
    return this.#trades.summary;
  }
  candles(intervalMs: CandleIntervalMs): CandleSeries {
    return this.#trades.seriesOf(intervalMs);
  }
}

/** Whether a tick and a lot mean the same in both; compared exactly, for 0.25 may be written 25e-2 or 250e-3. */
function hasSameUnits(before: Instrument, after: Instrument): boolean {
  return (
    isSameStep(before.tickUnits, before.priceDigits, after.tickUnits, after.priceDigits) &&
    isSameStep(before.lotUnits, before.sizeDigits, after.lotUnits, after.sizeDigits)
  );
}

function isSameStep(units: number, digits: number, otherUnits: number, otherDigits: number): boolean {
  return BigInt(units) * 10n ** BigInt(otherDigits) === BigInt(otherUnits) * 10n ** BigInt(digits);
}
