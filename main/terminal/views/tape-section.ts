import type { FedInstrument } from '../../core/market-feed.ts';
import type { DataQuality } from '../../contract/data-quality.ts';
import { AGGRESSOR_CODE, TAPE, TAPE_PRINT, VIEW_KIND } from '../../contract/view-frame.ts';
import type { ViewId } from '../../contract/view-request.ts';
import { hasNewPrints, projectTape, type TapeCursor, type TapeView } from '../../core/views/tape-view.ts';
import type { SectionHead } from '../frame-writer.ts';
import type { PublishedView } from '../view-publisher.ts';
import { writeHead } from './section-head.ts';

const MICROS_PER_MS = 1_000;
/** Prints a frame carries at most; the rest follows in the next one. */
const MAX_PRINTS = 400;

/** Writes the prints after its cursor; none is merged or skipped, what the tape forgot meanwhile is a gap. */
export class TapeSection implements PublishedView {
  readonly kind = VIEW_KIND.tape;
  readonly viewId: ViewId;
  readonly #fed: FedInstrument;
  #cursor: TapeCursor | null = null;
  #quality: DataQuality | null = null;
  #venueMicros = 0;

  constructor(viewId: ViewId, fed: FedInstrument) {
    this.viewId = viewId;
    this.#fed = fed;
  }

  isDirty(): boolean {
    const { tradesQuality: quality, tape } = this.#fed.pipeline;
    return quality !== this.#quality || hasNewPrints(tape, this.#cursor);
  }

  write(frame: Float64Array, start: number, head: SectionHead): number {
    const room = Math.floor((frame.length - start - TAPE.length) / TAPE_PRINT.length);
    if (room < 1) return -1;
    const { tradesQuality: quality, tape } = this.#fed.pipeline;
    const view = projectTape(tape, this.#cursor, Math.min(room, MAX_PRINTS));
    const end = writePrints(frame, start, this.#fed.index, view);
    this.#cursor = view?.cursor ?? this.#cursor;
    this.#venueMicros = view?.prints.at(-1)?.venueTime ?? this.#venueMicros;
    this.#quality = quality;
    writeHead(head, quality, this.#cursor?.sequence ?? 0, this.#venueMicros);
    return end - start;
  }

  close(): void {
    // Shares nothing: each reader has its own cursor.
  }
}

/** @returns where the prints end */
function writePrints(
  frame: Float64Array,
  start: number,
  instrumentIndex: number,
  view: TapeView | null,
): number {
  const prints = view?.prints ?? [];
  frame[start + TAPE.instrumentIndex] = instrumentIndex;
  frame[start + TAPE.isReset] = view?.isReset === true ? 1 : 0;
  frame[start + TAPE.gapFrom] = view?.gapFrom ?? 0;
  frame[start + TAPE.gapTo] = view?.gapTo ?? 0;
  frame[start + TAPE.count] = prints.length;
  let at = start + TAPE.length;
  for (const { sequence, venueTime, price, size, aggressorSide } of prints) {
    frame[at + TAPE_PRINT.sequence] = sequence;
    frame[at + TAPE_PRINT.timeMs] = venueTime / MICROS_PER_MS;
    frame[at + TAPE_PRINT.ticks] = price;
    frame[at + TAPE_PRINT.lots] = size;
    frame[at + TAPE_PRINT.side] = AGGRESSOR_CODE[aggressorSide];
    at += TAPE_PRINT.length;
  }
  return at;
}
