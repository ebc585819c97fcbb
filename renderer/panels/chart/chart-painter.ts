import { onPaint } from '../../shared/paint-loop.ts';
import { after, monotonicNowMs } from '../../shared/screen-clock.ts';
import type { CandleHistory } from './candle-model.ts';
import type { ChartSurface } from './chart-surface.ts';

/** Ten charts a second are as many as an eye can follow, and a chart is the dearest thing on the screen to paint. */
const MIN_PAINT_INTERVAL_MS = 100;

export type ChartPainter = {
  /** Brings the chart up to date in an animation frame, at most ten times a second. */
  request(): void;
  dispose(): void;
};

/** @param painted is called after each time, so that the words beside the chart follow it and are no dearer */
export function createChartPainter(
  surface: ChartSurface,
  history: () => CandleHistory,
  painted: () => void,
): ChartPainter {
  let shown: CandleHistory | null = null;
  let paintedAtMs = -MIN_PAINT_INTERVAL_MS;
  let cancelWait: (() => void) | null = null;
  const seat = onPaint(() => {
    paintedAtMs = monotonicNowMs();
    const current = history();
    showChanges(surface, current, current !== shown);
    shown = current;
    painted();
  });
  return {
    request: () => {
      if (cancelWait !== null) return;
      const waitMs = paintedAtMs + MIN_PAINT_INTERVAL_MS - monotonicNowMs();
      if (waitMs <= 0) return seat.request();
      cancelWait = after(waitMs, () => {
        cancelWait = null;
        seat.request();
      });
    },
    dispose: () => {
      cancelWait?.();
      seat.dispose();
    },
  };
}

/** One update of the last candle, or two when another has begun; anything else replaces all. */
export function showChanges(surface: ChartSurface, history: CandleHistory, isOther: boolean): void {
  const { candles } = history;
  const from = history.takeChangedFrom();
  if (isOther || from === 0 || from < candles.length - 2) surface.replace(candles);
  else for (const candle of candles.slice(from)) surface.update(candle);
}
