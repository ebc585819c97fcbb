import { TAPE, TAPE_PRINT } from '../../../main/contract/view-frame.ts';

/** One trade on the tape. */
export type Print = {
  readonly kind: 'print';
  readonly sequence: number;
  /** Venue's time, milliseconds since the Unix epoch. */
  readonly timeMs: number;
  readonly ticks: number;
  readonly lots: number;
  /** AGGRESSOR_CODE. */
  readonly side: number;
};
/** Trades that were never received: sequences `from` to `to`, both included. */
export type TapeGap = { readonly kind: 'gap'; readonly from: number; readonly to: number };
export type TapeEntry = Print | TapeGap;

/** Entries held, so that a lower size filter can bring back what a higher one hid. */
export const MAX_HELD_ENTRIES = 2_000;

/** The tape of one instrument, oldest first. Prints stay in sequence, each once; a hole becomes a gap entry. */
export class TapeModel {
  #entries: TapeEntry[] = [];
  #lastSequence = 0;
  #added = 0;

  /** Do not keep: changed by the next `apply`. */
  get entries(): readonly TapeEntry[] {
    return this.#entries;
  }

  /** Entries ever added; the difference of two readings counts what is new even after old ones were dropped. */
  get added(): number {
    return this.#added;
  }

  /** @returns false when the payload is shorter or longer than it says; nothing is taken from it then */
  apply(payload: Float64Array): boolean {
    const count = payload[TAPE.count] ?? -1;
    if (count < 0 || payload.length !== TAPE.length + count * TAPE_PRINT.length) return false;
    if (payload[TAPE.isReset] === 1) this.#beginAt(count === 0 ? null : printAt(payload, TAPE.length));
    this.#addGap(payload[TAPE.gapFrom] ?? 0, payload[TAPE.gapTo] ?? 0);
    for (let start: number = TAPE.length; start < payload.length; start += TAPE_PRINT.length)
      this.#addPrint(printAt(payload, start));
    if (this.#entries.length > MAX_HELD_ENTRIES) this.#entries = this.#entries.slice(-MAX_HELD_ENTRIES);
    return true;
  }

  /**
   * The list starts anew with this print. What is held from before it stays when the very same print is held too: then a
   * view was opened again (its panel could not be seen for a while), not another run of the venue.
   */
  #beginAt(first: Print | null): void {
    const at = first === null ? -1 : this.#entries.findLastIndex((entry) => isSamePrint(entry, first));
    const kept = this.#entries.slice(0, Math.max(0, at));
    this.#added -= at < 0 ? 0 : this.#entries.length - at;
    this.#entries = kept;
    this.#lastSequence = lastSequenceOf(kept.at(-1));
  }

  #addPrint(print: Print): void {
    if (print.sequence <= this.#lastSequence) return;
    // The first print of a tape may have any sequence; after it, a hole nobody announced is a gap too.
    if (this.#lastSequence > 0) this.#addGap(this.#lastSequence + 1, print.sequence - 1);
    this.#add(print, print.sequence);
  }

  #addGap(from: number, to: number): void {
    const first = Math.max(from, this.#lastSequence + 1);
    if (from > 0 && to >= first) this.#add({ kind: 'gap', from: first, to }, to);
  }

  #add(entry: TapeEntry, lastSequence: number): void {
    this.#entries.push(entry);
    this.#lastSequence = lastSequence;
    this.#added += 1;
  }
}

function isSamePrint(entry: TapeEntry, print: Print): boolean {
  if (entry.kind === 'gap' || entry.sequence !== print.sequence) return false;
  return entry.timeMs === print.timeMs && entry.ticks === print.ticks && entry.lots === print.lots;
}

function lastSequenceOf(entry: TapeEntry | undefined): number {
  if (entry === undefined) return 0;
  return entry.kind === 'gap' ? entry.to : entry.sequence;
}

function printAt(payload: Float64Array, start: number): Print {
  const at = (field: number): number => payload[start + field] ?? 0;
  return {
    kind: 'print',
    sequence: at(TAPE_PRINT.sequence),
    timeMs: at(TAPE_PRINT.timeMs),
    ticks: at(TAPE_PRINT.ticks),
    lots: at(TAPE_PRINT.lots),
    side: at(TAPE_PRINT.side),
  };
}
