import type { InstrumentId } from '../instrument/instrument.ts';
import type { RequestId } from '../market-data/market-event.ts';

/** Trades of one instrument to ask for, both sequences inclusive. */
export type WantedHistory = {
  readonly instrument: InstrumentId;
  readonly from: number;
  readonly to: number;
  /** To be called when it was asked for. */
  readonly onAsked: (nowMs: number) => void;
};

/** An answer of which nothing was heard for this long holds up nobody else. */
const TURN_MS = 2_000;

/**
 * Who may ask for trade history next: one at a time, in the order in which they came. History of all instruments at once
 * would stand in the stream before the deltas, and every book would be late by its length. At most one wish an
 * instrument. Times are monotonic milliseconds.
 */
export class HistoryTurns {
  readonly #wanted = new Map<InstrumentId, WantedHistory>();
  #underWay: { readonly id: RequestId; readonly untilMs: number } | null = null;

  /** A later wish of the same instrument takes the place of an earlier one and waits anew. */
  want(wanted: WantedHistory): void {
    this.#wanted.delete(wanted.instrument);
    this.#wanted.set(wanted.instrument, wanted);
  }

  /** @returns what to ask for now, null while another answer is under way or nobody wants any */
  takeNext(nowMs: number): WantedHistory | null {
    if (this.#underWay !== null && nowMs < this.#underWay.untilMs) return null;
    for (const wanted of this.#wanted.values()) {
      this.#wanted.delete(wanted.instrument);
      return wanted;
    }
    return null;
  }

  /** The request was made, or a part of its answer came. */
  heard(id: RequestId, nowMs: number): void {
    this.#underWay = { id, untilMs: nowMs + TURN_MS };
  }

  /** Answered, refused or given up. */
  end(id: RequestId): void {
    if (this.#underWay?.id === id) this.#underWay = null;
  }

  reset(): void {
    this.#wanted.clear();
    this.#underWay = null;
  }
}
