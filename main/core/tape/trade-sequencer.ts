import type { TradeHistory, Trades } from '../market-data/market-event.ts';
import type { Trade } from '../market-data/trade.ts';

/** Trades to ask the venue's history for, both inclusive. */
export type HistoryRange = { readonly from: number; readonly to: number };

export type TradeSequencerOptions = {
  /** Most trades asked for after the first subscription or a gap, over several requests; older ones are skipped. */
  readonly historyDepth: number;
  /** Most trades one request may name: 20,000 by PROTOCOL.md section 5, fewer so that deltas do not wait behind them. */
  readonly maxRequestTrades: number;
  /** Most trades held back while earlier ones are awaited; more and what is missing is given up. */
  readonly maxHeldTrades: number;
  /** Longest wait for an answer or its next part, once it was asked for, milliseconds. */
  readonly historyTimeoutMs: number;
  /** Longest wait for the turn to ask, milliseconds. */
  readonly historyTurnMs: number;
};

export const DEFAULT_TRADE_SEQUENCER_OPTIONS: TradeSequencerOptions = {
  historyDepth: 60_000,
  maxRequestTrades: 4_000,
  maxHeldTrades: 5_000,
  historyTimeoutMs: 5_000,
  historyTurnMs: 60_000,
};

/** What one call brought forth. */
export type SequencedTrades = {
  /** In rising order; a jump in `sequence` (also against the last one delivered before) is a loss that is final. */
  readonly trades: readonly Trade[];
  /** A request to make now; the sequencer waits for its answer until the deadline. */
  readonly request: HistoryRange | null;
};

/**
 * Puts the trades of one instrument in order. After a gap it holds later trades back (bounded) and asks for history; what
 * history does not have, refuses or is too slow to give is skipped for good. One request is under way at a time.
 * Times are monotonic milliseconds, passed in.
 */
export class TradeSequencer {
  readonly #options: TradeSequencerOptions;
  /** The sequence to deliver next; 0 before the first `start`. */
  #next = 0;
  /** Highest sequence the venue is known to have sent or to owe. */
  #known = 0;
  /** What is at or below was delivered or is not wanted. */
  #settled = 0;
  /** Trades that wait for earlier ones, rising, all above `#next`. */
  #held: Trade[] = [];
  #request: (HistoryRange & { deadlineMs: number }) | null = null;
  #delivered: Trade[] = [];

  constructor(options: TradeSequencerOptions = DEFAULT_TRADE_SEQUENCER_OPTIONS) {
    this.#options = options;
  }

  /** Trades are known to be missing and awaited. */
  get isWaiting(): boolean {
    return this.#next > 0 && this.#next <= this.#known;
  }
  get heldCount(): number {
    return this.#held.length;
  }
  /** Highest sequence the venue is known to have sent or to owe; 0 before any. */
  get known(): number {
    return this.#known;
  }

  /**
   * The venue acknowledged a subscription standing at trade `sequence`. The first time the missing trades are the
   * `historyDepth` before it, after a reconnect those since the last one known.
   */
  start(sequence: number, nowMs: number): SequencedTrades {
    if (this.#next === 0) {
      this.#next = Math.max(1, sequence - this.#options.historyDepth + 1);
      this.#settled = this.#next - 1;
    }
    this.#known = Math.max(this.#known, sequence);
    this.pause();
    return this.#settle(nowMs);
  }

  /** Forgets everything, as before the first `start`: sequences begin anew. */
  reset(): void {
    this.#next = 0;
    this.#known = 0;
    this.#settled = 0;
    this.#held = [];
    this.#request = null;
  }

  /** The connection is gone, and with it the answer to the request under way; `start` asks anew. */
  pause(): void {
    this.#request = null;
  }

  /** Gives up all that is missing up to `sequence` (or what is known): the next trade is delivered as it comes. */
  skipTo(sequence: number): void {
    this.#known = Math.max(this.#known, sequence);
    this.#settled = this.#known;
    this.#next = this.#known + 1;
    this.#held = [];
    this.#request = null;
  }

  acceptLive(event: Trades, nowMs: number): SequencedTrades {
    if (this.#next === 0) return NOTHING;
    for (const trade of event.trades) {
      if (trade.sequence <= this.#known) continue; // seen or asked for already
      this.#known = trade.sequence;
      if (trade.sequence === this.#next) this.#deliver(trade);
      else this.#held.push(trade);
    }
    return this.#settle(nowMs);
  }

  /** The venue is known to have sent everything up to `sequence`; what has not arrived is asked for. */
  noteOwed(sequence: number, nowMs: number): SequencedTrades {
    if (this.#next === 0) return NOTHING;
    this.#known = Math.max(this.#known, sequence);
    return this.#settle(nowMs);
  }

  /**
   * The venue has sent nothing above `sequence`. What was known beyond it was never true, and what was given up on its
   * word is asked for again; otherwise every trade up to there would be taken for one seen before.
   */
  noteSent(sequence: number, nowMs: number): SequencedTrades {
    if (this.#next === 0) return NOTHING;
    this.#known = Math.max(sequence, this.#settled, this.#held.at(-1)?.sequence ?? 0);
    if (this.#next > this.#known + 1) this.#next = this.#settled + 1;
    return this.#settle(nowMs);
  }

  acceptHistory(part: TradeHistory, nowMs: number): SequencedTrades {
    const request = this.#request;
    // Requests only move forward, so a part that starts before this one answers a request given up long ago.
    if (request === null || part.from < request.from) return NOTHING;
    for (const trade of part.trades) {
      if (trade.sequence < this.#next || trade.sequence > request.to) continue;
      this.#next = trade.sequence;
      this.#deliver(trade);
    }
    request.deadlineMs = nowMs + this.#options.historyTimeoutMs;
    if (part.isLast) this.#giveUpRequest(request);
    return this.#settle(nowMs);
  }

  /** The request was sent: until now it waited for its turn. */
  historyAsked(nowMs: number): void {
    if (this.#request !== null) this.#request.deadlineMs = nowMs + this.#options.historyTimeoutMs;
  }

  /** The venue refused the request under way. */
  refuseHistory(nowMs: number): SequencedTrades {
    if (this.#request === null) return NOTHING;
    this.#giveUpRequest(this.#request);
    return this.#settle(nowMs);
  }

  /** Gives up a request whose answer is overdue. To be called now and then; quick when nothing is. */
  checkDeadline(nowMs: number): SequencedTrades {
    if (this.#request === null || nowMs < this.#request.deadlineMs) return NOTHING;
    return this.refuseHistory(nowMs);
  }

  #deliver(trade: Trade): void {
    this.#delivered.push(trade);
    this.#next = trade.sequence + 1;
    this.#settled = trade.sequence;
    this.#known = Math.max(this.#known, trade.sequence);
  }

  /** What is still missing of the request will not come. */
  #giveUpRequest(request: HistoryRange): void {
    this.#next = Math.max(this.#next, request.to + 1);
    this.#request = null;
  }

  /** Delivers what has become next, then sees to it that a request is under way when something is missing. */
  #settle(nowMs: number): SequencedTrades {
    if (this.#request !== null && this.#held.length > this.#options.maxHeldTrades)
      this.#giveUpRequest(this.#request);
    this.#releaseHeld();
    const request = this.isWaiting && this.#request === null ? this.#ask(nowMs) : null;
    const trades = this.#delivered;
    this.#delivered = [];
    return { trades, request };
  }

  /** The oldest missing trades, a request's worth; what is older than the depth is skipped for good. */
  #ask(nowMs: number): HistoryRange {
    const { historyDepth, maxRequestTrades, historyTurnMs } = this.#options;
    const newest = (this.#held[0]?.sequence ?? this.#known + 1) - 1;
    this.#next = Math.max(this.#next, newest - historyDepth + 1);
    const to = Math.min(newest, this.#next + maxRequestTrades - 1);
    this.#request = { from: this.#next, to, deadlineMs: nowMs + historyTurnMs };
    return { from: this.#next, to };
  }

  #releaseHeld(): void {
    let released = 0;
    for (const trade of this.#held) {
      if (trade.sequence > this.#next) break;
      if (trade.sequence === this.#next) this.#deliver(trade);
      released += 1;
    }
    if (released > 0) this.#held = this.#held.slice(released);
  }
}

const NOTHING: SequencedTrades = { trades: [], request: null };
