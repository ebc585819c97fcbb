import type { Candle, CandleSeries } from '../candles/candle-series.ts';

/** Where a reader of a series stands: it has been given every change of that generation up to `revision`. */
export type CandleCursor = { readonly generation: number; readonly revision: number };

export type CandleView = {
  /** Replaces all; else these replace those of the same start or are added. */
  readonly isReset: boolean;
  /** Oldest first. */
  readonly candles: readonly Candle[];
  readonly cursor: CandleCursor;
};

/**
 * The candles that changed since `cursor`, or all (at most 600) without one or with one of another generation.
 *
 * @returns null when nothing changed
 */
export function projectCandles(series: CandleSeries, cursor: CandleCursor | null): CandleView | null {
  const isReset = cursor === null || cursor.generation !== series.generation;
  const since = isReset ? 0 : cursor.revision;
  if (!isReset && since === series.revision) return null;
  const candles: Candle[] = [];
  for (let index = 0; index < series.count; index += 1) {
    const candle = series.revisionAt(index) > since ? series.at(index) : undefined;
    if (candle !== undefined) candles.push(candle);
  }
  return { isReset, candles, cursor: { generation: series.generation, revision: series.revision } };
}
