import { describe, expect, it } from 'vitest';
import { candleColors, volumeColor } from '../../../../renderer/panels/chart/chart-theme.ts';
import { CANVAS_TOKENS, type CanvasTheme } from '../../../../renderer/shared/canvas-theme.ts';
import { candleAt } from './sample-candles.ts';

/** Every token is its own name. */
const NAMES = Object.fromEntries(Object.keys(CANVAS_TOKENS).map((name) => [name, name])) as CanvasTheme;

describe('candleColors', () => {
  it('tells rising from falling by the filling too', () => {
    expect(candleColors(candleAt(0, 100, 100), NAMES)).toEqual({
      color: 'bidSoft',
      borderColor: 'bid',
      wickColor: 'bid',
    });
    expect(candleColors(candleAt(0, 100, 99), NAMES)).toEqual({
      color: 'ask',
      borderColor: 'ask',
      wickColor: 'ask',
    });
  });

  it('leaves an incomplete candle hollow in the colour of gaps', () => {
    expect(candleColors(candleAt(0, 100, 99, false), NAMES)).toEqual({
      color: 'rgba(0, 0, 0, 0)',
      borderColor: 'gap',
      wickColor: 'gap',
    });
  });
});

describe('volumeColor', () => {
  it('is quiet, and the colour of gaps while incomplete', () => {
    expect(volumeColor(candleAt(0, 100, 101), NAMES)).toBe('bidSoft');
    expect(volumeColor(candleAt(0, 100, 99), NAMES)).toBe('askSoft');
    expect(volumeColor(candleAt(0, 1, 1, false), { ...NAMES, gap: '#b58cf0' })).toBe('#b58cf046');
  });
});
