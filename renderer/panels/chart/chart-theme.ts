import type { CanvasTheme } from '../../shared/canvas-theme.ts';
import type { Candle } from './candle-model.ts';

/** Colours of one candle. A rising one is light inside, a falling one solid, so that colour is not the only sign. */
export type CandleColors = {
  readonly color: string;
  readonly borderColor: string;
  readonly wickColor: string;
};

const HOLLOW = 'rgba(0, 0, 0, 0)';

/** An incomplete candle is hollow in the colour of gaps. */
export function candleColors(candle: Candle, theme: CanvasTheme): CandleColors {
  if (!candle.isComplete) return { color: HOLLOW, borderColor: theme.gap, wickColor: theme.gap };
  return candle.closeTicks >= candle.openTicks
    ? { color: theme.bidSoft, borderColor: theme.bid, wickColor: theme.bid }
    : { color: theme.ask, borderColor: theme.ask, wickColor: theme.ask };
}

export function volumeColor(candle: Candle, theme: CanvasTheme): string {
  if (!candle.isComplete) return translucent(theme.gap);
  return candle.closeTicks >= candle.openTicks ? theme.bidSoft : theme.askSoft;
}

/** A `#rrggbb` colour at the opacity of bars; any other colour text as it is. */
function translucent(color: string): string {
  return /^#[0-9a-f]{6}$/i.test(color) ? `${color}46` : color;
}
