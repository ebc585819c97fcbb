import type { LadderFrame } from '../../../../renderer/panels/ladder/ladder-frame.ts';
import { readLadderFrame } from '../../../../renderer/panels/ladder/ladder-frame.ts';
import type { LadderTheme } from '../../../../renderer/panels/ladder/ladder-theme.ts';
import { ladderPayload, type BuiltLadder } from '../../../support/frame-builder.ts';

/** Rows 104 to 97 at a step of 1: bids up to 100, asks from 102, a spread of two ticks. */
export const SAMPLE: BuiltLadder = {
  topTicks: 104,
  bestBid: 100,
  bestAsk: 102,
  rows: [
    [0, 40, 0, 90],
    [0, 0, 0, 50],
    [0, 50, 0, 50],
    [0, 0, 0, 0],
    [10, 0, 10, 0],
    [20, 0, 30, 0],
    [0, 0, 30, 0],
    [70, 0, 100, 0],
  ],
};

export function frameOf(ladder: Partial<BuiltLadder> = {}, sequence = 7): LadderFrame {
  const payload = new Float64Array(ladderPayload({ ...SAMPLE, ...ladder }));
  const frame = readLadderFrame({ payload, sequence });
  if (frame === null) throw new Error('expected a readable ladder');
  return frame;
}

/** Whole lots and ticks, so that a text is the number itself. */
export const WHOLE = { tickUnits: 1, priceDigits: 0, lotUnits: 1, sizeDigits: 0 };

/** Every token is its own name. */
export const NAMED_THEME: LadderTheme = {
  surface: 'surface',
  priceSurface: 'price-surface',
  pointerSurface: 'pointer-surface',
  spreadSurface: 'spread-surface',
  hatch: 'hatch',
  text: 'text',
  quietText: 'quiet-text',
  dimText: 'dim-text',
  bid: 'bid',
  ask: 'ask',
  bidBar: 'bid-bar',
  askBar: 'ask-bar',
  tradeBuy: 'trade-buy',
  tradeSell: 'trade-sell',
  numberFont: 'number-font',
  strongNumberFont: 'strong-number-font',
  smallNumberFont: 'small-number-font',
  labelFont: 'label-font',
};
