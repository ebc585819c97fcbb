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

/** Writes the candles that changed since it wrote last, all of them the first time. */
export class CandleSection implements PublishedView {
  readonly kind = VIEW_KIND.candles;
  readonly viewId: ViewId;
  readonly #request: CandleViewRequest;
  readonly #fed: FedInstrument;
  #cursor: CandleCursor | null = null;
  #quality: DataQuality | null = null;

  constructor(viewId: ViewId, request: CandleViewRequest, fed: FedInstrument) {
    this.viewId = viewId;
    this.#request = request;
    this.#fed = fed;
  }

  isDirty(): boolean {
    const { pipeline } = this.#fed;
    // While history is read in, thousands of trades pass: the chart is drawn once, when they are all there.
    if (pipeline.tape.isFilling) return false;
    const series = pipeline.candles(this.#request.intervalMs);
    return (
      pipeline.tradesQuality !== this.#quality ||
      this.#cursor === null ||
      this.#cursor.generation !== series.generation ||
      this.#cursor.revision !== series.revision
    );
  }

  write(payload: Float64Array, head: SectionHead): number {
    const { pipeline, index } = this.#fed;
    const series = pipeline.candles(this.#request.intervalMs);
    const view = projectCandles(series, this.#cursor);
    const candles = view?.candles ?? [];
    if (payload.length < CANDLES.length + candles.length * CANDLE.length) return -1;
    payload[CANDLES.instrumentIndex] = index;
    payload[CANDLES.intervalMs] = this.#request.intervalMs;
    payload[CANDLES.isReset] = view?.isReset === true ? 1 : 0;
    payload[CANDLES.count] = candles.length;
    let at: number = CANDLES.length;
    for (const candle of candles) at = writeCandle(payload, at, candle);
    this.#cursor = view?.cursor ?? this.#cursor;
    this.#quality = pipeline.tradesQuality;
    writeHead(head, pipeline.tradesQuality, series.sequence, series.lastTradeMs * MICROS_PER_MS);
    return at;
  }
}

function writeCandle(payload: Float64Array, at: number, candle: Candle): number {
  payload[at + CANDLE.startMs] = candle.startMs;
  payload[at + CANDLE.openTicks] = candle.openTicks;
  payload[at + CANDLE.highTicks] = candle.highTicks;
  payload[at + CANDLE.lowTicks] = candle.lowTicks;
  payload[at + CANDLE.closeTicks] = candle.closeTicks;
  payload[at + CANDLE.volumeLots] = candle.volumeLots;
  payload[at + CANDLE.isComplete] = candle.isComplete ? 1 : 0;
  return at + CANDLE.length;
}
