import type { FedInstrument } from '../../core/market-feed.ts';
import type { DataQuality } from '../../contract/data-quality.ts';
import { AGGRESSOR_CODE, LADDER, LADDER_ROW, VIEW_KIND } from '../../contract/view-frame.ts';
import type { LadderViewRequest, ViewId } from '../../contract/view-request.ts';
import type { Trade } from '../../core/market-data/trade.ts';
import { createLadderView, projectLadder } from '../../core/views/ladder-view.ts';
import type { SectionHead } from '../frame-writer.ts';
import type { PublishedView } from '../view-publisher.ts';
import { writeHead } from './section-head.ts';

/** Writes one ladder; dirty when its book, its quality or the last trade is another than written last. */
export class LadderSection implements PublishedView {
  readonly kind = VIEW_KIND.ladder;
  readonly viewId: ViewId;
  readonly request: LadderViewRequest;
  readonly #fed: FedInstrument;
  readonly #view = createLadderView();
  #sequence = -1;
  /** Beside the sequence, for another run of the venue may count to the same one. */
  #venueTime = -1;
  #quality: DataQuality | null = null;
  #lastTrade: Trade | null = null;

  constructor(viewId: ViewId, request: LadderViewRequest, fed: FedInstrument) {
    this.viewId = viewId;
    this.request = request;
    this.#fed = fed;
  }

  isDirty(): boolean {
    const { bookStamp, quality, tradeSummary } = this.#fed.pipeline;
    return (
      bookStamp.sequence !== this.#sequence ||
      bookStamp.venueTime !== this.#venueTime ||
      quality !== this.#quality ||
      tradeSummary.last !== this.#lastTrade
    );
  }

  write(payload: Float64Array, head: SectionHead): number {
    const { pipeline, index } = this.#fed;
    const { bookStamp, quality, tradeSummary } = pipeline;
    if (payload.length < LADDER.length + this.request.rows * LADDER_ROW.length) return -1;
    const view = projectLadder(pipeline.book, this.request, tradeSummary.last, this.#view);
    payload[LADDER.instrumentIndex] = index;
    payload[LADDER.groupStep] = view.groupStep;
    payload[LADDER.topTicks] = view.topTicks;
    payload[LADDER.rowCount] = view.rowCount;
    payload[LADDER.bestBidTicks] = view.bestBidTicks;
    payload[LADDER.bestAskTicks] = view.bestAskTicks;
    payload[LADDER.lastTradeTicks] = view.lastTradeTicks;
    payload[LADDER.lastTradeLots] = view.lastTradeLots;
    payload[LADDER.lastTradeSide] = AGGRESSOR_CODE[view.lastTradeSide];
    payload[LADDER.bidLevels] = view.bidLevels;
    payload[LADDER.askLevels] = view.askLevels;
    const rowDoubles = view.rowCount * LADDER_ROW.length;
    payload.set(view.rows.subarray(0, rowDoubles), LADDER.length);
    writeHead(head, quality, bookStamp.sequence, bookStamp.venueTime);
    this.#sequence = bookStamp.sequence;
    this.#venueTime = bookStamp.venueTime;
    this.#quality = quality;
    this.#lastTrade = tradeSummary.last;
    return LADDER.length + rowDoubles;
  }
}
