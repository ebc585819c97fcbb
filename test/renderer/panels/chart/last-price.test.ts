import { describe, expect, it } from 'vitest';
import { LastPrice, type LastPriceLook } from '../../../../renderer/panels/chart/last-price.ts';
import type { Candle } from '../../../../renderer/panels/chart/candle-model.ts';
import { CANVAS_TOKENS, type CanvasTheme } from '../../../../renderer/shared/canvas-theme.ts';

/** Each colour is the name of its token. */
const THEME = Object.fromEntries(Object.keys(CANVAS_TOKENS).map((name) => [name, name])) as CanvasTheme;
const QUARTERS = { tickUnits: 25, priceDigits: 2 };

const closing = (closeTicks: number, isComplete = true): Candle => ({
  startMs: 60_000,
  openTicks: 100,
  highTicks: 110,
  lowTicks: 90,
  closeTicks,
  volumeLots: 7,
  isComplete,
});

function drawn(): { last: LastPrice; look: () => LastPriceLook } {
  let look: LastPriceLook | null = null;
  const last = new LastPrice(
    (first) => {
      look = first;
      return { applyOptions: (change) => (look = { ...(look ?? first), ...change }) };
    },
    THEME,
    QUARTERS,
  );
  return {
    last,
    look: () => {
      if (look === null) throw new Error('expected a line to be drawn');
      return look;
    },
  };
}

describe('LastPrice', () => {
  it('shows nothing before the first candle', () => {
    expect(drawn().look()).toMatchObject({ lineVisible: false, axisLabelVisible: false });
  });

  it('stands at the close of the newest candle, in its colour', () => {
    const { last, look } = drawn();
    last.show(closing(104));
    expect(look()).toMatchObject({ price: 2_600, color: 'bid', lineVisible: true, axisLabelVisible: true });
    last.show(closing(96));
    expect(look()).toMatchObject({ price: 2_400, color: 'ask' });
  });

  it('is marked as a gap while a trade of the newest candle may be missing', () => {
    const { last, look } = drawn();
    last.show(closing(104, false));
    expect(look().color).toBe('gap');
  });

  it('goes when the candles go, and keeps its countdown apart from the price', () => {
    const { last, look } = drawn();
    last.show(closing(104));
    last.showCountdown('0:42');
    last.show(closing(105));
    expect(look().title).toBe('0:42');
    last.show(undefined);
    expect(look()).toMatchObject({ lineVisible: false, axisLabelVisible: false });
  });
});
