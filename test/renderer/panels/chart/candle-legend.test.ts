import { describe, expect, it } from 'vitest';
import { candleLegend, countdownText } from '../../../../renderer/panels/chart/candle-legend.ts';
import { candleAt } from './sample-candles.ts';

const FORMAT = { tickUnits: 25, priceDigits: 2, lotUnits: 1, sizeDigits: 0 };

describe('candleLegend', () => {
  it('writes prices on the tick and the change against the close before', () => {
    expect(candleLegend(candleAt(3_600_000, 100, 102), candleAt(0, 90, 98), FORMAT)).toEqual({
      time: '01:00:00',
      open: '25.00',
      high: '25.75',
      low: '24.75',
      close: '25.50',
      volume: '50',
      change: '+1.00 +4.08%',
      direction: 'up',
      isComplete: true,
    });
  });

  it('compares the oldest candle with its own open', () => {
    const legend = candleLegend(candleAt(0, 100, 96, false), undefined, FORMAT);
    expect(legend).toMatchObject({ change: '−1.00 −4.00%', direction: 'down', isComplete: false });
  });

  it('calls a candle level that closes where the one before did', () => {
    expect(candleLegend(candleAt(1_000, 97, 100), candleAt(0, 90, 100), FORMAT).direction).toBe('level');
  });
});

describe('countdownText', () => {
  it('counts down to the end of the candle', () => {
    expect(countdownText(60_000, 60_000)).toBe('1:00');
    expect(countdownText(60_000, 60_001)).toBe('1:00');
    expect(countdownText(60_000, 118_999)).toBe('0:02');
    expect(countdownText(300_000, 0)).toBe('5:00');
  });

  it('is silent for seconds, where it would only flicker', () => {
    expect(countdownText(1_000, 500)).toBe('');
  });
});
