import type { CanvasTheme } from '../../shared/canvas-theme.ts';
import type { PriceFormat, SizeFormat } from '../../shared/format.ts';
import type { TapeEntry } from './tape-model.ts';
import { lookOf, paintRow, tapeColumns, type RowLook, type TapeSurface } from './tape-paint.ts';

/** The surface of a whole canvas, which can be copied onto itself. */
export type TapeCanvasSurface = TapeSurface &
  Pick<CanvasRenderingContext2D, 'setTransform'> & {
    drawImage(
      image: CanvasImageSource,
      fromX: number,
      fromY: number,
      fromWidth: number,
      fromHeight: number,
      toX: number,
      toY: number,
      toWidth: number,
      toHeight: number,
    ): void;
  };

export type TapeExtent = {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly rowHeight: number;
  /** Device pixels per CSS pixel. */
  readonly pixelRatio: number;
};

type PaintedRow = RowLook & { readonly entry: TapeEntry | undefined };

/**
 * Paints one tape and repaints only what changed: rows that merely moved down because newer prints came are copied, and of
 * the others those are painted whose entry, bar or weight is another.
 */
export class TapePainter {
  readonly #surface: TapeCanvasSurface;
  readonly #canvas: CanvasImageSource;
  readonly #instrument: PriceFormat & SizeFormat;
  #theme: CanvasTheme;
  #extent: TapeExtent = { width: 0, height: 0, rowHeight: 18, pixelRatio: 1 };
  /** Rows on the canvas, top to bottom; null: unknown. */
  #painted: (PaintedRow | null)[] = [];

  /** @param canvas that `surface` belongs to */
  constructor(
    surface: TapeCanvasSurface,
    canvas: CanvasImageSource,
    theme: CanvasTheme,
    instrument: PriceFormat & SizeFormat,
  ) {
    this.#surface = surface;
    this.#canvas = canvas;
    this.#theme = theme;
    this.#instrument = instrument;
  }

  /** The canvas has this size now and is blank. */
  resize(extent: TapeExtent): void {
    this.#extent = extent;
    this.invalidate();
  }

  wear(theme: CanvasTheme): void {
    this.#theme = theme;
    this.invalidate();
  }

  /** Paints everything anew next time. */
  invalidate(): void {
    this.#painted = [];
  }

  /** Rows of which at least a part can be seen. */
  get rowCount(): number {
    return Math.ceil(this.#extent.height / this.#extent.rowHeight);
  }

  /**
   * @param rows newest first, one a row
   * @param fullLots size that fills a bar
   * @returns rows painted, those not counted that were only copied
   */
  paint(rows: readonly TapeEntry[], fullLots: number): number {
    const { width, rowHeight, pixelRatio } = this.#extent;
    this.#surface.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    this.#surface.textBaseline = 'middle';
    this.#moveDown(rows);
    const columns = tapeColumns(width);
    const style = {
      surface: this.#surface,
      theme: this.#theme,
      instrument: this.#instrument,
      width,
      rowHeight,
    };
    let painted = 0;
    for (let index = 0; index < this.rowCount; index++) {
      const entry = rows[index];
      const look = lookOf(entry, fullLots, columns);
      const before = this.#painted[index];
      if (before?.entry === entry && before?.bar === look.bar && before.isBig === look.isBig) continue;
      paintRow(style, columns, entry, look, index * rowHeight);
      this.#painted[index] = { entry, ...look };
      painted += 1;
    }
    return painted;
  }

  /** Copies the rows that newer ones have pushed down by a few. */
  #moveDown(rows: readonly TapeEntry[]): void {
    const newest = this.#painted[0]?.entry;
    const by = newest === undefined ? 0 : rows.indexOf(newest);
    if (by <= 0 || by >= this.rowCount) return;
    const { width, height, rowHeight, pixelRatio } = this.#extent;
    // Whole device pixels, because a row's height is.
    const shift = Math.round(by * rowHeight * pixelRatio);
    const [wide, high] = [Math.round(width * pixelRatio), Math.round(height * pixelRatio) - shift];
    this.#surface.setTransform(1, 0, 0, 1, 0, 0);
    this.#surface.drawImage(this.#canvas, 0, 0, wide, high, 0, shift, wide, high);
    this.#surface.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    this.#painted = [...new Array<null>(by).fill(null), ...this.#painted].slice(0, this.rowCount);
  }
}
