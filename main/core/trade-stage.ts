import { CANDLE_INTERVALS_MS, type CandleIntervalMs } from './candles/candle-interval.ts';
import { CandleSeries } from './candles/candle-series.ts';
import type { InstrumentId } from './instrument/instrument.ts';
import type { Epoch, SubscriptionId, TradeGap, TradeHistory, Trades } from './market-data/market-event.ts';
import type { Trade } from './market-data/trade.ts';
import { Tape } from './tape/tape.ts';
import { checkTrades, type TradeFault } from './tape/trade-check.ts';
import {
  TradeSequencer,
  type HistoryRange,
  type SequencedTrades,
  type TradeSequencerOptions,
} from './tape/trade-sequencer.ts';
import { TradeSummary } from './tape/trade-summary.ts';

/** What became of a trade message (or of a deadline). */
export type TradesOutcome = {
  /** Now on the tape and in the candles, in rising sequence. */
  readonly trades: readonly Trade[];
  /** Trades to ask the venue's history for, now; null when none are needed or a request is under way. */
  readonly history: HistoryRange | null;
  /** Why the message was refused; its trades count as missing. */
  readonly fault: TradeFault | null;
};

const NOTHING: TradesOutcome = { trades: [], history: null, fault: null };

type Terms = { readonly id: InstrumentId; readonly minTicks: number; readonly maxTicks: number };

/** Follows the trades of one instrument: order, then tape, summary and candles. Monotonic times in ms, passed in. */
export class TradeStage {
  readonly tape = new Tape();
  readonly summary = new TradeSummary();
  readonly series: readonly CandleSeries[] = CANDLE_INTERVALS_MS.map(
    (intervalMs) => new CandleSeries(intervalMs),
  );
  readonly #sequencer: TradeSequencer;
  #terms: Terms;
  /** `epoch` outlives the connection: under the same one the trades held go on. */
  #binding: { subscription: SubscriptionId; epoch: Epoch } = { subscription: 0, epoch: 0 };
  #isHistoryVoid = false;

  constructor(terms: Terms, options: TradeSequencerOptions) {
    this.#terms = terms;
    this.#sequencer = new TradeSequencer(options);
  }

  /** Trades are known to be missing, and history is expected to bring them. */
  get isWaiting(): boolean {
    return this.#sequencer.isWaiting;
  }

  /** Subscribed, and nothing is known to be missing: what the tape ends with is the venue's last trade. */
  get isFollowing(): boolean {
    return this.#binding.subscription !== 0 && !this.isWaiting;
  }

  seriesOf(intervalMs: CandleIntervalMs): CandleSeries {
    const series = this.series.find((candidate) => candidate.intervalMs === intervalMs);
    if (series === undefined) throw new RangeError(`expected a candle interval, received ${intervalMs} ms`);
    return series;
  }

  /** @param sequence the last trade when the subscription was acknowledged */
  bind(subscription: SubscriptionId, epoch: Epoch, sequence: number, nowMs: number): TradesOutcome {
    const isNewEpoch = epoch !== this.#binding.epoch;
    if (isNewEpoch || sequence < this.#sequencer.known) this.#beginAnew();
    this.#binding = { subscription, epoch };
    if (this.#isHistoryVoid && !isNewEpoch) this.#sequencer.skipTo(sequence);
    this.#isHistoryVoid = false;
    return this.#take(this.#sequencer.start(sequence, nowMs));
  }

  unbind(): void {
    this.#binding = { subscription: 0, epoch: this.#binding.epoch };
    this.#sequencer.pause();
    for (const series of this.series) series.setTailOpen(true);
  }

  setTerms(terms: Terms): void {
    this.#terms = terms;
  }

  /** Prices so far were in other ticks: nothing of them is kept, and nothing older is asked for. */
  voidTrades(): void {
    const { known } = this.#sequencer;
    this.#beginAnew();
    if (this.#binding.subscription === 0) this.#isHistoryVoid = true;
    else this.#sequencer.skipTo(known);
    this.tape.endFill();
  }

  accept(event: Trades | TradeGap | TradeHistory, nowMs: number): TradesOutcome {
    if (!this.#isMine(event)) return NOTHING;
    if (event.type === 'gap') return this.#take(this.#sequencer.noteOwed(event.to, nowMs));
    const fault = checkTrades(event.trades, this.#terms);
    if (event.type === 'trade-history') {
      const part = fault === null ? event : { ...event, trades: [] };
      return this.#take(this.#sequencer.acceptHistory(part, nowMs), fault);
    }
    if (fault !== null) return this.#take(this.#sequencer.noteOwed(event.sequence, nowMs), fault);
    return this.#take(this.#sequencer.acceptLive(event, nowMs));
  }

  /** @param sequence the last one the venue sent on this subscription */
  judgeHeartbeat(sequence: number, nowMs: number): TradesOutcome {
    const { known } = this.#sequencer;
    if (this.#binding.subscription === 0 || sequence === known) return NOTHING;
    if (sequence > known) return this.#take(this.#sequencer.noteOwed(sequence, nowMs));
    return this.#take(this.#sequencer.noteSent(sequence, nowMs));
  }

  /** The history that an outcome named was asked for now; the wait for it begins. */
  historyAsked(nowMs: number): void {
    this.#sequencer.historyAsked(nowMs);
  }

  /** The venue refused the history asked for: what is missing stays missing. */
  refuseHistory(nowMs: number): TradesOutcome {
    return this.#binding.subscription === 0 ? NOTHING : this.#take(this.#sequencer.refuseHistory(nowMs));
  }

  checkDeadline(nowMs: number): TradesOutcome {
    return this.#binding.subscription === 0 ? NOTHING : this.#take(this.#sequencer.checkDeadline(nowMs));
  }

  #isMine(event: Trades | TradeGap | TradeHistory): boolean {
    const { subscription, epoch } = this.#binding;
    if (subscription === 0 || event.epoch !== epoch) return false;
    return event.type === 'trade-history'
      ? event.instrument === this.#terms.id
      : event.subscription === subscription;
  }

  #beginAnew(): void {
    this.#sequencer.reset();
    this.tape.beginFill();
    this.summary.clear();
    for (const series of this.series) series.clear();
  }

  #take({ trades, request }: SequencedTrades, fault: TradeFault | null = null): TradesOutcome {
    for (const trade of trades) {
      this.tape.append(trade);
      this.summary.add(trade);
      for (const series of this.series) series.add(trade);
    }
    const { isWaiting } = this.#sequencer;
    for (const series of this.series) series.setTailOpen(isWaiting);
    if (!isWaiting) this.tape.endFill();
    return { trades, history: request, fault };
  }
}
