import {
  changePercentText,
  changeText,
  compactSizeText,
  priceText,
  secondsText,
  type PriceFormat,
  type SizeFormat,
} from '../../shared/format.ts';
import type { Candle } from './candle-model.ts';

/** One candle in words for the legend and the accessible table. */
export type CandleLegend = {
  /** Start of the span, UTC. */
  readonly time: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  /** Against the close before, or the own open where there is none: "+1.25 +0.02%". */
  readonly change: string;
  readonly direction: 'up' | 'down' | 'level';
  readonly isComplete: boolean;
};

/** @param previous the candle before, undefined for the oldest */
export function candleLegend(
  candle: Candle,
  previous: Candle | undefined,
  format: PriceFormat & SizeFormat,
): CandleLegend {
  const base = previous?.closeTicks ?? candle.openTicks;
  const change = candle.closeTicks - base;
  return {
    time: secondsText(candle.startMs),
    open: priceText(candle.openTicks, format),
    high: priceText(candle.highTicks, format),
    low: priceText(candle.lowTicks, format),
    close: priceText(candle.closeTicks, format),
    volume: compactSizeText(candle.volumeLots, format),
    change: `${changeText(change, format)} ${changePercentText(change, base)}`,
    direction: change > 0 ? 'up' : change < 0 ? 'down' : 'level',
    isComplete: candle.isComplete,
  };
}

/** Time left of the span that `nowMs` is in, "0:42"; '' for intervals under a minute, where it would only flicker. */
export function countdownText(intervalMs: number, nowMs: number): string {
  if (intervalMs < 60_000) return '';
  const leftSeconds = Math.ceil((intervalMs - (nowMs % intervalMs)) / 1_000);
  return `${Math.floor(leftSeconds / 60)}:${String(leftSeconds % 60).padStart(2, '0')}`;
}
