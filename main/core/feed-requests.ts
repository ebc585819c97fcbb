import type { Instrument } from './instrument/instrument.ts';
import type { RequestId, SubscriptionId } from './market-data/market-event.ts';
import type { VenueRequest } from './market-data/venue-request.ts';
import type { MarketPipeline, Resync, TradesOutcome } from './market-pipeline.ts';
import { resyncText } from './resync-cause.ts';
import { HistoryTurns } from './session/history-turns.ts';
import { RequestDesk } from './session/request-desk.ts';

/** Lines kept until they are taken; what happens too often to be read is counted elsewhere. */
const MAX_NOTES = 100;

/** What is asked of the venue because of what pipelines said, and the lines that tell of it. Times are monotonic ms. */
export class FeedRequests {
  readonly desk = new RequestDesk();
  readonly #historyTurns = new HistoryTurns();
  #notes: string[] = [];

  /** What to send now, in order; each is given once. */
  take(): readonly VenueRequest[] {
    return this.desk.take();
  }

  /** Lines for the log since the last call. */
  takeNotes(): readonly string[] {
    const notes = this.#notes;
    if (notes.length > 0) this.#notes = [];
    return notes;
  }

  note(line: string): void {
    if (this.#notes.length < MAX_NOTES) this.#notes.push(line);
  }

  /** Whole book and trades of each. */
  subscribe(instruments: readonly Instrument[], nowMs: number): void {
    for (const { id: instrument } of instruments) {
      const book = { type: 'subscribe', instrument, channel: 'book', depth: 0 } as const;
      const trades = { type: 'subscribe', instrument, channel: 'trades' } as const;
      this.desk.ask((id) => ({ ...book, id }), nowMs);
      this.desk.ask((id) => ({ ...trades, id }), nowMs);
    }
  }

  resync(
    { instrument }: MarketPipeline,
    subscription: SubscriptionId,
    { error }: Resync,
    nowMs: number,
  ): void {
    this.note(resyncText(error, instrument.id));
    this.desk.askSnapshot(subscription, nowMs);
  }

  /** Deadlines; call at least ten times a second while connected. */
  tick(nowMs: number): void {
    this.desk.tick(nowMs);
    this.#askHistory(nowMs);
  }

  /** Another connection: nothing was asked on it yet. */
  reset(): void {
    this.desk.reset();
    this.#historyTurns.reset();
  }

  /** Asks, when it is its turn, for the history that the outcome of a trade message needs, if any. */
  fillIn(pipeline: MarketPipeline, { history, fault }: TradesOutcome, nowMs: number): void {
    const { id: instrument } = pipeline.instrument;
    if (fault !== null)
      this.note(`${fault.code}: expected ${fault.expected} for ${instrument}, received ${fault.received}`);
    if (history === null) return;
    const onAsked = (askedMs: number): void => pipeline.historyAsked(askedMs);
    this.#historyTurns.want({ instrument, ...history, onAsked });
    this.#askHistory(nowMs);
  }

  /** A part of an answer came, and more will. */
  historyGoesOn(id: RequestId, nowMs: number): void {
    this.#historyTurns.heard(id, nowMs);
  }

  /** Answered or refused: the next one's turn. */
  historyEnded(id: RequestId, nowMs: number): void {
    this.#historyTurns.end(id);
    this.#askHistory(nowMs);
  }

  #askHistory(nowMs: number): void {
    if (this.desk.isPaused(nowMs)) return;
    const wanted = this.#historyTurns.takeNext(nowMs);
    if (wanted === null) return;
    const { instrument, from, to, onAsked } = wanted;
    const id = this.desk.ask((next) => ({ type: 'trade-history', id: next, instrument, from, to }), nowMs);
    this.#historyTurns.heard(id, nowMs);
    onAsked(nowMs);
  }
}
