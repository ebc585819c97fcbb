import { describe, expect, it } from 'vitest';
import type { TapeEntry } from '../../../../renderer/panels/tape/tape-model.ts';
import { lookOf, paintRow, tapeColumns } from '../../../../renderer/panels/tape/tape-paint.ts';
import { CANVAS_TOKENS, type CanvasTheme } from '../../../../renderer/shared/canvas-theme.ts';
import { BITCOIN } from '../../../support/fake-transport.ts';
import { RecordingSurface } from '../recording-surface.ts';

/** Each colour is the name of its token. */
const THEME = Object.fromEntries(Object.keys(CANVAS_TOKENS).map((name) => [name, name])) as CanvasTheme;

function painted(rows: readonly TapeEntry[], width = 290): RecordingSurface {
  const surface = new RecordingSurface();
  const columns = tapeColumns(width);
  const style = { surface, theme: THEME, instrument: BITCOIN, width, rowHeight: 18 };
  rows.forEach((entry, index) => paintRow(style, columns, entry, lookOf(entry, 10_000, columns), index * 18));
  return surface;
}

const print = (side: number, lots: number): TapeEntry => ({
  kind: 'print',
  sequence: 1,
  timeMs: Date.UTC(2026, 10, 22, 14, 3, 7, 123),
  ticks: 6_412_350,
  lots,
  side,
});

describe('paintRow', () => {
  it('writes time, price and size of a print in its row', () => {
    const { texts } = painted([print(1, 2_500), print(2, 10)]);
    expect(texts.map(({ text, y }) => [text, y])).toEqual([
      ['14:03:07.123', 9.5],
      ['64\u2009123.50', 9.5],
      ['0.2500', 9.5],
      ['14:03:07.123', 27.5],
      ['64\u2009123.50', 27.5],
      ['0.0010', 27.5],
    ]);
  });

  it('tells the aggressor by shape and colour, and claims none when the venue names none', () => {
    const tips = (side: number): number[] => painted([print(side, 1)]).lines.map(([, , , y]) => y);
    expect([painted([print(1, 1)]).shapes, tips(1)]).toEqual([['tradeBuy'], [12, 6]]);
    expect([painted([print(2, 1)]).shapes, tips(2)]).toEqual([['tradeSell'], [6, 12]]);
    expect(painted([print(0, 1)]).shapes).toEqual([]);
  });

  it('draws a bar as long as the size and sets large prints bold', () => {
    const { boxes, texts } = painted([print(1, 5_000), print(2, 1_000)]);
    const [full = 0] = boxes.filter(({ color }) => color === 'bidSoft').map(({ width }) => width);
    const [small = 0] = boxes.filter(({ color }) => color === 'askSoft').map(({ width }) => width);
    expect(full / small).toBeCloseTo(5, 0);
    expect(texts.filter(({ text }) => text.startsWith('64')).map(({ font }) => font.slice(0, 3))).toEqual([
      '700',
      '400',
    ]);
  });

  it('leaves the time out at the narrowest width', () => {
    expect(painted([print(1, 2_500)], 160).texts.map(({ text }) => text)).toEqual([
      '64\u2009123.50',
      '0.2500',
    ]);
  });

  it('hatches a gap and says how much is missing', () => {
    const { texts, lines } = painted([{ kind: 'gap', from: 2, to: 4 }]);
    expect(texts.map(({ text, color }) => [text, color])).toEqual([['3 trades missing', 'gap']]);
    expect(lines.length).toBeGreaterThan(20);
  });
});

describe('tapeColumns', () => {
  it('shortens the time first when there is little room', () => {
    const noon = Date.UTC(2026, 0, 1, 12, 34, 56, 789);
    expect([290, 240, 160].map((width) => tapeColumns(width).time?.(noon))).toEqual([
      '12:34:56.789',
      '12:34:56',
      undefined,
    ]);
  });

  it('leaves room for the longest price beside the mark at every width', () => {
    const longest = '21\u2009078.50'.length * 7.2;
    for (let width = 160; width <= 400; width += 1) {
      const { markX, priceRight } = tapeColumns(width);
      expect(priceRight - longest, `at ${width}`).toBeGreaterThanOrEqual(markX + 7);
    }
  });

  it('keeps time, price and size together when the panel is wide', () => {
    expect(tapeColumns(1_200)).toMatchObject({ sizeRight: 332 });
  });
});
