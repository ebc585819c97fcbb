import { AGGRESSOR_CODE, LADDER, LADDER_ROW } from '../../contract/view-frame.ts';
import type { LadderViewRequest } from '../../contract/view-request.ts';
import type { FedInstrument } from '../../core/market-feed.ts';
import type { DataQuality } from '../../contract/data-quality.ts';
import type { Trade } from '../../core/market-data/trade.ts';
import { createLadderView, projectLadder, type LadderView } from '../../core/views/ladder-view.ts';

/** Places of the payload that alone do not make it another picture: levels far from the window come and go all the time. */
const COUNTS_START = LADDER.bidLevels;
const COUNTS_END = LADDER.askLevels;

/**
 * One ladder as a payload, projected when its book or last trade has moved since: once for a display frame, however many
 * windows show it.
 */
export class LadderSource {
  readonly fed: FedInstrument;
  readonly #request: LadderViewRequest;
  readonly #view: LadderView = createLadderView();
  readonly #header = new Float64Array(LADDER.length);
  readonly #payload: Float64Array;
  #length = 0;
  #version = 0;
  #sequence = -1;
  /** Beside the sequence, for another run of the venue may count to the same one. */
  #venueTime = -1;
  #quality: DataQuality | null = null;
  #lastTrade: Trade | null = null;

  constructor(request: LadderViewRequest, fed: FedInstrument) {
    this.#request = request;
    this.fed = fed;
    this.#payload = new Float64Array(LADDER.length + request.rows * LADDER_ROW.length);
  }

  /** Changes when the rows, the touch, the last trade or the window are others than before; counts from 1. */
  get version(): number {
    return this.#version;
  }

  /** Doubles of the payload. */
  get length(): number {
    return this.#length;
  }

  /** Somebody starts to look: a window that follows the touch is centred anew, for all who share it. */
  recentre(): void {
    this.#view.isFollowing = false;
    this.#sequence = -1;
  }

  /** Brings the payload up to the book of now; cheap when that has not moved. */
  refresh(): void {
    const { bookStamp, quality, tradeSummary, book } = this.fed.pipeline;
    const { last } = tradeSummary;
    if (
      bookStamp.sequence === this.#sequence &&
      bookStamp.venueTime === this.#venueTime &&
      quality === this.#quality &&
      last === this.#lastTrade
    )
      return;
    this.#sequence = bookStamp.sequence;
    this.#venueTime = bookStamp.venueTime;
    this.#quality = quality;
    this.#lastTrade = last;
    this.#keep(projectLadder(book, this.#request, last, this.#view));
  }

  /** Copies the payload into a frame from `start` on. */
  copyTo(frame: Float64Array, start: number): void {
    copy(this.#payload, this.#length, frame, start);
  }

  #keep(view: LadderView): void {
    const header = this.#header;
    header[LADDER.instrumentIndex] = this.fed.index;
    header[LADDER.groupStep] = view.groupStep;
    header[LADDER.topTicks] = view.topTicks;
    header[LADDER.rowCount] = view.rowCount;
    header[LADDER.bestBidTicks] = view.bestBidTicks;
    header[LADDER.bestAskTicks] = view.bestAskTicks;
    header[LADDER.lastTradeTicks] = view.lastTradeTicks;
    header[LADDER.lastTradeLots] = view.lastTradeLots;
    header[LADDER.lastTradeSide] = AGGRESSOR_CODE[view.lastTradeSide];
    header[LADDER.bidLevels] = view.bidLevels;
    header[LADDER.askLevels] = view.askLevels;
    const rowDoubles = view.rowCount * LADDER_ROW.length;
    const isSame = this.#isShown(view.rows, rowDoubles);
    copy(header, LADDER.length, this.#payload, 0);
    if (isSame) return;
    copy(view.rows, rowDoubles, this.#payload, LADDER.length);
    this.#length = LADDER.length + rowDoubles;
    this.#version += 1;
  }

  #isShown(rows: Float64Array, rowDoubles: number): boolean {
    const payload = this.#payload;
    if (this.#length !== LADDER.length + rowDoubles) return false;
    for (let i = 0; i < LADDER.length; i += 1)
      if (this.#header[i] !== payload[i] && (i < COUNTS_START || i > COUNTS_END)) return false;
    for (let i = 0; i < rowDoubles; i += 1) if (rows[i] !== payload[LADDER.length + i]) return false;
    return true;
  }
}

/** As `to.set(from.subarray(0, count), start)`, without making an array object for each call. */
function copy(from: Float64Array, count: number, to: Float64Array, start: number): void {
  for (let i = 0; i < count; i += 1) to[start + i] = from[i] ?? 0;
}
