import type { Candle } from '../../../../renderer/panels/chart/candle-model.ts';

/** A candle of `startMs` that opens and closes at these ticks. */
export function candleAt(startMs: number, openTicks = 100, closeTicks = 101, isComplete = true): Candle {
  return {
    startMs,
    openTicks,
    highTicks: Math.max(openTicks, closeTicks) + 1,
    lowTicks: Math.min(openTicks, closeTicks) - 1,
    closeTicks,
    volumeLots: 50,
    isComplete,
  };
}
