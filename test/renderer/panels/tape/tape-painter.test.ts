import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TapePainter } from '../../../../renderer/panels/tape/tape-painter.ts';
import type { TapeEntry } from '../../../../renderer/panels/tape/tape-model.ts';
import { CANVAS_TOKENS, type CanvasTheme } from '../../../../renderer/shared/canvas-theme.ts';
import { BITCOIN } from '../../../support/fake-transport.ts';
import { RecordingSurface } from '../recording-surface.ts';

const THEME = Object.fromEntries(Object.keys(CANVAS_TOKENS).map((name) => [name, name])) as CanvasTheme;
const ROWS = 6;
const ROW_HEIGHT = 18;
const FULL_LOTS = 100;

/** Remembers which text stands in which row, as a canvas would: boxes cover what lies under them, copies take texts along. */
class StandingSurface extends RecordingSurface {
  #standing: { row: number; text: string }[] = [];

  get rows(): string[] {
    return Array.from({ length: ROWS }, (_, row) =>
      this.#standing
        .filter((text) => text.row === row)
        .map(({ text }) => text)
        .join(' '),
    );
  }

  override fillText(text: string, x: number, y: number): void {
    super.fillText(text, x, y);
    this.#standing.push({ row: Math.floor(y / ROW_HEIGHT), text });
  }

  override fillRect(x: number, y: number, width: number, height: number): void {
    super.fillRect(x, y, width, height);
    if (height === ROW_HEIGHT) this.#standing = this.#standing.filter(({ row }) => row !== y / ROW_HEIGHT);
  }

  override drawImage(...copy: Parameters<RecordingSurface['drawImage']>): void {
    super.drawImage(...copy);
    const by = copy[6] / ROW_HEIGHT;
    const moved = this.#standing.map(({ row, text }) => ({ row: row + by, text }));
    this.#standing = [...this.#standing.filter(({ row }) => row < by), ...moved];
  }
}

function paintRig() {
  const surface = new StandingSurface();
  const painter = new TapePainter(surface, {} as CanvasImageSource, THEME, BITCOIN);
  painter.resize({ width: 290, height: ROWS * ROW_HEIGHT, rowHeight: ROW_HEIGHT, pixelRatio: 1 });
  return { surface, painter };
}

const print = (sequence: number, lots = 10): TapeEntry => ({
  kind: 'print',
  sequence,
  timeMs: 0,
  ticks: sequence,
  lots,
  side: 1,
});
const newestFirst = (count: number): TapeEntry[] =>
  Array.from({ length: count }, (_, at) => print(count - at));

describe('TapePainter', () => {
  it('paints every row once, and none when the same rows come again', () => {
    const { painter } = paintRig();
    const rows = newestFirst(ROWS);
    expect([painter.paint(rows, FULL_LOTS), painter.paint(rows, FULL_LOTS)]).toEqual([ROWS, 0]);
  });

  it('copies what newer prints push down and paints only those', () => {
    const { painter, surface } = paintRig();
    const rows = newestFirst(20);
    painter.paint(rows.slice(2), FULL_LOTS);
    expect(painter.paint(rows, FULL_LOTS)).toBe(2);
    expect(surface.copies).toEqual([{ fromY: 0, toY: 36, height: (ROWS - 2) * ROW_HEIGHT }]);
  });

  it('repaints the rows whose bar or weight is another under another scale', () => {
    const { painter } = paintRig();
    const rows = [print(2, 10), { kind: 'gap', from: 1, to: 1 } as const];
    painter.paint(rows, FULL_LOTS);
    expect(painter.paint(rows, 20)).toBe(1);
  });

  it('wipes the rows that are no longer there', () => {
    const { painter, surface } = paintRig();
    painter.paint(newestFirst(3), FULL_LOTS);
    expect(painter.paint([], FULL_LOTS)).toBe(3);
    expect(surface.rows.join('')).toBe('');
  });

  it('repaints everything in another theme', () => {
    const { painter } = paintRig();
    painter.paint(newestFirst(ROWS), FULL_LOTS);
    painter.wear({ ...THEME, surface0: 'another' });
    expect(painter.paint(newestFirst(ROWS), FULL_LOTS)).toBe(ROWS);
  });

  it('shows what a painting of everything would show, whatever came before', () => {
    const change = fc.record({
      added: fc.nat({ max: 9 }),
      skipped: fc.nat({ max: 4 }),
      fullLots: fc.constantFrom(20, 100),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const { painter, surface } = paintRig();
        const all: TapeEntry[] = [];
        for (const { added, skipped, fullLots } of changes) {
          for (let count = 0; count < added; count++)
            all.unshift(print(all.length + 1, 1 + (all.length % 60)));
          const rows = all.slice(skipped, skipped + ROWS);
          painter.paint(rows, fullLots);
          const whole = paintRig();
          whole.painter.paint(rows, fullLots);
          expect(surface.rows).toEqual(whole.surface.rows);
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
