import type { CanvasTheme } from '../../shared/canvas-theme.ts';
import type { PriceFormat } from '../../shared/format.ts';
import type { Candle } from './candle-model.ts';
import { candleColors } from './chart-theme.ts';

/** How the line of the last price looks. */
export type LastPriceLook = {
  /** Ticks times the tick's units, as all prices on the chart. */
  readonly price: number;
  readonly color: string;
  /** Beside the price: the countdown, or ''. */
  readonly title: string;
  readonly lineVisible: boolean;
  readonly axisLabelVisible: boolean;
};

/** A price line of the charting library. */
export type LastPriceLine = { applyOptions(look: Partial<LastPriceLook>): void };

/**
 * Line and label at the close of the newest candle. The library's own label shows the close of the newest candle *in
 * sight*: scrolled back, an old price would stand there as the last one.
 */
export class LastPrice {
  readonly #line: LastPriceLine;
  readonly #theme: CanvasTheme;
  readonly #format: PriceFormat;

  constructor(draw: (look: LastPriceLook) => LastPriceLine, theme: CanvasTheme, format: PriceFormat) {
    this.#theme = theme;
    this.#format = format;
    this.#line = draw({
      price: 0,
      color: theme.text3,
      title: '',
      lineVisible: false,
      axisLabelVisible: false,
    });
  }

  /** @param newest undefined while there is no candle: nothing is shown */
  show(newest: Candle | undefined): void {
    if (newest === undefined) this.#line.applyOptions({ lineVisible: false, axisLabelVisible: false });
    else
      this.#line.applyOptions({
        price: newest.closeTicks * this.#format.tickUnits,
        color: candleColors(newest, this.#theme).borderColor,
        lineVisible: true,
        axisLabelVisible: true,
      });
  }

  showCountdown(title: string): void {
    this.#line.applyOptions({ title });
  }
}
