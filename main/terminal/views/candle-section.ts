import type { FedInstrument } from '../../core/market-feed.ts';
import type { DataQuality } from '../../contract/data-quality.ts';
import { CANDLE, CANDLES, VIEW_KIND } from '../../contract/view-frame.ts';
import type { CandleViewRequest, ViewId } from '../../contract/view-request.ts';
import type { Candle } from '../../core/candles/candle-series.ts';
import { projectCandles, type CandleCursor } from '../../core/views/candle-view.ts';
import type { SectionHead } from '../frame-writer.ts';
import type { PublishedView } from '../view-publisher.ts';
import { writeHead } from './section-head.ts';

const MICROS_PER_MS = 1_000;
/** A chart paints ten times a second; candles in between would only be drawn over. */
const MIN_INTERVAL_MS = 100;

/** Writes the candles that changed since it wrote last, all of them the first time; a change of quality at once. */
export class CandleSection implements PublishedView {
  readonly kind = VIEW_KIND.candles;
  readonly viewId: ViewId;
  readonly #request: CandleViewRequest;
  readonly #fed: FedInstrument;
  #cursor: CandleCursor | null = null;
  #quality: DataQuality | null = null;
  #judgedAtMs = 0;
  #writtenAtMs = Number.NEGATIVE_INFINITY;

  constructor(viewId: ViewId, request: CandleViewRequest, fed: FedInstrument) {
    this.viewId = viewId;
    this.#request = request;
    this.#fed = fed;
  }

  isDirty(nowMs: number): boolean {
    this.#judgedAtMs = nowMs;
    const { pipeline } = this.#fed;
    const isOtherQuality = pipeline.tradesQuality !== this.#quality;
    // While history is read in, thousands of trades pass: the chart is drawn once, when they are all there. One that shows
    // the candles of before is told all the same that they are not live.
    if (pipeline.tape.isFilling) return isOtherQuality && this.#cursor !== null;
    if (isOtherQuality || this.#cursor === null) return true;
    if (Math.abs(nowMs - this.#writtenAtMs) < MIN_INTERVAL_MS) return false;
    const { generation, revision } = pipeline.candles(this.#request.intervalMs);
    return this.#cursor.generation !== generation || this.#cursor.revision !== revision;
  }

  write(frame: Float64Array, start: number, head: SectionHead): number {
    const { pipeline, index } = this.#fed;
    const series = pipeline.candles(this.#request.intervalMs);
    const view = pipeline.tape.isFilling ? null : projectCandles(series, this.#cursor);
    const candles = view?.candles ?? [];
    const length = CANDLES.length + candles.length * CANDLE.length;
    if (frame.length - start < length) return -1;
    frame[start + CANDLES.instrumentIndex] = index;
    frame[start + CANDLES.intervalMs] = this.#request.intervalMs;
    frame[start + CANDLES.isReset] = view?.isReset === true ? 1 : 0;
    frame[start + CANDLES.count] = candles.length;
    let at = start + CANDLES.length;
    for (const candle of candles) at = writeCandle(frame, at, candle);
    this.#cursor = view?.cursor ?? this.#cursor;
    this.#quality = pipeline.tradesQuality;
    this.#writtenAtMs = this.#judgedAtMs;
    writeHead(head, pipeline.tradesQuality, series.sequence, series.lastTradeMs * MICROS_PER_MS);
    return length;
  }

  close(): void {
    // Shares nothing.
  }
}

function writeCandle(frame: Float64Array, at: number, candle: Candle): number {
  frame[at + CANDLE.startMs] = candle.startMs;
  frame[at + CANDLE.openTicks] = candle.openTicks;
  frame[at + CANDLE.highTicks] = candle.highTicks;
  frame[at + CANDLE.lowTicks] = candle.lowTicks;
  frame[at + CANDLE.closeTicks] = candle.closeTicks;
  frame[at + CANDLE.volumeLots] = candle.volumeLots;
  frame[at + CANDLE.isComplete] = candle.isComplete ? 1 : 0;
  return at + CANDLE.length;
}
