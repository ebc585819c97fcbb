import { describe, expect, it } from 'vitest';
import { BarScale } from '../../../../renderer/panels/ladder/bar-scale.ts';
import type { LadderFrame } from '../../../../renderer/panels/ladder/ladder-frame.ts';
import type { LadderPosition } from '../../../../renderer/panels/ladder/ladder-geometry.ts';
import {
  LadderPainter,
  largestVisibleLots,
  type LadderPicture,
} from '../../../../renderer/panels/ladder/ladder-paint.ts';
import { changedDigits } from '../../../../renderer/panels/ladder/paint-row.ts';
import { RecordingSurface } from '../recording-surface.ts';
import { frameOf, NAMED_THEME, SAMPLE, WHOLE } from './sample-ladder.ts';

const POSITION: LadderPosition = { topRow: 104, rows: 8, step: 1, isPinned: false };
const ROW_HEIGHT = 18;

function paintRig(width = 320): {
  surface: RecordingSurface;
  painter: LadderPainter;
  paint: (frame: LadderFrame, other?: Partial<LadderPicture>) => number;
} {
  const surface = new RecordingSurface();
  const painter = new LadderPainter(surface, NAMED_THEME, WHOLE);
  painter.resize({ width, height: 144, rowHeight: ROW_HEIGHT, pixelRatio: 2 });
  const scale = new BarScale();
  scale.easeTo(100);
  const paint = (frame: LadderFrame, other: Partial<LadderPicture> = {}): number => {
    surface.forget();
    return painter.paint({ frame, position: POSITION, scale, pointerRow: null, ...other });
  };
  return { surface, painter, paint };
}

/** Texts of one row from left to right; the digits repeated in another colour left out. */
function textsOfRow(surface: RecordingSurface, row: number, topRow = POSITION.topRow): string[] {
  const middle = (topRow - row) * ROW_HEIGHT + ROW_HEIGHT / 2;
  const texts = surface.texts.filter(({ y }) => y === middle).sort((a, b) => a.x - b.x);
  return texts.filter((text, index) => texts[index - 1]?.x !== text.x).map(({ text }) => text);
}

describe('LadderPainter', () => {
  it('paints bid and ask sizes, their sums and the price of every row', () => {
    const { surface, paint } = paintRig();
    expect(paint(frameOf())).toBe(8);
    expect([104, 103, 102, 100, 99, 98, 97].map((row) => textsOfRow(surface, row))).toEqual([
      ['104', '40', '90'],
      ['103'],
      ['102', '50', '50'],
      ['10', '10', '100'],
      ['30', '20', '99'],
      ['98'],
      ['100', '70', '97'],
    ]);
  });

  it('labels the spread on the row in its middle', () => {
    const { surface, paint } = paintRig();
    paint(frameOf());
    expect(textsOfRow(surface, 101)).toEqual(['Spread', '101', '2']);
    expect(surface.boxes).toContainEqual({
      x: 0,
      y: 3 * ROW_HEIGHT,
      width: 320,
      height: ROW_HEIGHT,
      color: 'spread-surface',
    });
  });

  it('leaves the sums out of a narrow panel', () => {
    const { surface, paint } = paintRig(180);
    paint(frameOf());
    expect(textsOfRow(surface, 102)).toEqual(['102', '50']);
  });

  it('paints nothing when the same frame comes again', () => {
    const { surface, paint } = paintRig();
    paint(frameOf());
    expect(paint(frameOf({}, 8))).toBe(0);
    expect(surface.texts).toEqual([]);
  });

  it('repaints only the row whose size changed', () => {
    const { surface, paint } = paintRig();
    paint(frameOf());
    const rows = SAMPLE.rows.map((row, index) => (index === 0 ? ([0, 41, 0, 91] as const) : row));
    expect(paint(frameOf({ rows }))).toBe(1);
    expect(new Set(surface.texts.map(({ y }) => y))).toEqual(new Set([ROW_HEIGHT / 2]));
    expect(surface.texts.map(({ text }) => text)).toContain('41');
  });

  it('repaints the two rows that the pointer leaves and enters', () => {
    const { paint } = paintRig();
    paint(frameOf(), { pointerRow: 98 });
    expect(paint(frameOf(), { pointerRow: 99 })).toBe(2);
  });

  it('repaints everything after fonts arrived or the canvas changed', () => {
    const { painter, paint } = paintRig();
    paint(frameOf());
    painter.invalidate();
    expect(paint(frameOf())).toBe(8);
  });

  it('repaints everything under another step, where the same row is another price', () => {
    const { surface, paint } = paintRig();
    paint(frameOf());
    const grouped = frameOf({ groupStep: 10, topTicks: 1_040, bestBid: 1_000, bestAsk: 1_020 });
    expect(paint(grouped, { position: { ...POSITION, step: 10 } })).toBe(8);
    expect(textsOfRow(surface, 102)).toEqual(['1\u2009020', '50', '50']);
  });

  it('hatches rows the frame knows nothing of, and writes no size there', () => {
    const { surface, paint } = paintRig();
    paint(frameOf(), { position: { ...POSITION, topRow: 106 } });
    expect(textsOfRow(surface, 106, 106)).toEqual(['106']);
    const hatched = new Set(surface.lines.map(([, , , y]) => y));
    expect(hatched).toEqual(new Set([0, ROW_HEIGHT]));
    expect(surface.depth).toBe(0);
  });

  it('writes no price below zero', () => {
    const { surface, paint } = paintRig();
    const frame = frameOf({ topTicks: 7, bestBid: 3, bestAsk: 5 });
    paint(frame, { position: { ...POSITION, topRow: 4 } });
    expect(textsOfRow(surface, -1, 4)).toEqual([]);
  });

  it('makes both sides of the touch bold, in the colour of the side', () => {
    const { surface, paint } = paintRig();
    paint(frameOf());
    const bold = surface.texts.filter(({ font }) => font === 'strong-number-font');
    expect(bold.map(({ text, color }) => [text, color])).toEqual([
      ['50', 'text'],
      ['102', 'ask'],
      ['10', 'text'],
      ['100', 'bid'],
    ]);
  });

  it.each([
    ['buy', 102, 'trade-buy'],
    ['sell', 100, 'trade-sell'],
  ] as const)('marks the row of the last %s with a triangle and a frame', (side, ticks, color) => {
    const { surface, paint } = paintRig();
    paint(frameOf({ lastTrade: { ticks, lots: 1, side } }));
    expect(surface.shapes).toEqual([color]);
    expect(surface.outlines.map(({ y, color: outline }) => [y, outline])).toEqual([
      [(104 - ticks) * ROW_HEIGHT + 0.5, color],
    ]);
    // A buy points up and stands right of the price, a sell points down and stands left.
    const [first, second] = surface.lines;
    const pointsUp = (second?.[3] ?? 0) < (first?.[3] ?? 0);
    expect(pointsUp).toBe(side === 'buy');
  });

  it('draws bars from the price column outward, as long as the share of the scale', () => {
    const { surface, paint } = paintRig();
    paint(frameOf());
    const bar = (color: string, y: number) =>
      surface.boxes.find((box) => box.color === color && box.y === y && box.height === ROW_HEIGHT - 1);
    const ask = bar('ask-bar', 0);
    const bid = bar('bid-bar', 7 * ROW_HEIGHT);
    const side = (320 - 41) / 2;
    expect(ask?.width).toBeCloseTo(side * 0.4, 0);
    expect(bid?.width).toBeCloseTo(side * 0.7, 0);
    expect((bid?.x ?? 0) + (bid?.width ?? 0)).toBe(Math.floor(side));
    expect(ask?.x).toBe(320 - Math.floor(side));
  });

  it('dims the digits that are the same one row up and repeats the others brighter in the same place', () => {
    const { surface, paint } = paintRig();
    paint(frameOf());
    const price = surface.texts.filter(({ y }) => y === 5 * ROW_HEIGHT + ROW_HEIGHT / 2 && y > 0);
    const prices = price.filter(({ text }) => text === '99').map(({ x, color }) => ({ x, color }));
    expect(prices).toEqual([
      { x: prices[0]?.x, color: 'dim-text' },
      { x: prices[0]?.x, color: 'quiet-text' },
    ]);
  });
});

describe('changedDigits', () => {
  it('begins at the first digit that differs from the price above', () => {
    expect(changedDigits('67 123.50', '67 123.60')).toBe('50');
    expect(changedDigits('67 123.90', '67 124.00')).toBe('3.90');
  });

  it('is the whole price when the one above has more digits', () => {
    expect(changedDigits('999.9', '1 000.0')).toBe('999.9');
  });
});

describe('largestVisibleLots', () => {
  it('looks at visible rows only', () => {
    expect(largestVisibleLots(frameOf(), POSITION)).toBe(70);
    expect(largestVisibleLots(frameOf(), { ...POSITION, rows: 7 })).toBe(50);
    expect(largestVisibleLots(frameOf(), { ...POSITION, topRow: 500 })).toBe(0);
  });
});
