import { LADDER_ROW } from '../../../main/contract/view-frame.ts';
import { priceText, type PriceFormat, type SizeFormat } from '../../shared/format.ts';
import { GlyphWidths } from '../../shared/glyph-widths.ts';
import type { BarScale } from './bar-scale.ts';
import { CELL_PADDING, layOutColumns, type LadderColumns } from './ladder-columns.ts';
import { lotsAt, type LadderFrame } from './ladder-frame.ts';
import type { LadderPosition } from './ladder-geometry.ts';
import { describeRow, ROW_RECORD } from './ladder-row.ts';
import type { LadderTheme } from './ladder-theme.ts';
import { paintRow, type LadderSurface } from './paint-row.ts';
import { fittingDecimals } from './size-decimals.ts';

/** All that one painted ladder depends on, the size of the canvas apart. */
export type LadderPicture = {
  readonly frame: LadderFrame;
  readonly position: LadderPosition;
  readonly scale: BarScale;
  /** Row under the pointer, or null. */
  readonly pointerRow: number | null;
};

export type LadderExtent = {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly rowHeight: number;
  /** Device pixels per CSS pixel. */
  readonly pixelRatio: number;
};

/**
 * Paints one ladder and repaints only rows whose content differs from what it painted last. Draws on what it is given
 * and touches no document, so it runs in a worker as well.
 */
export class LadderPainter {
  readonly #surface: LadderSurface;
  readonly #widths: GlyphWidths;
  readonly #format: PriceFormat & SizeFormat;
  readonly #next = new Float64Array(ROW_RECORD.length);
  #theme: LadderTheme;
  #extent: LadderExtent = { width: 0, height: 0, rowHeight: 18, pixelRatio: 1 };
  /** Records of the rows on the canvas, top to bottom. */
  #painted = new Float64Array(0);
  #columns: LadderColumns | null = null;
  #priceCharacters = 0;
  #step = 0;
  /** Decimals only become fewer until the layout changes, so that a column does not flicker with the largest size in it. */
  #sizeDecimals = 0;
  #sumDecimals = 0;

  constructor(surface: LadderSurface, theme: LadderTheme, format: PriceFormat & SizeFormat) {
    this.#surface = surface;
    this.#widths = new GlyphWidths(surface);
    this.#theme = theme;
    this.#format = format;
    this.#sizeDecimals = format.sizeDigits;
    this.#sumDecimals = format.sizeDigits;
  }

  /** Where the columns are; null before the first paint. */
  get columns(): LadderColumns | null {
    return this.#columns;
  }

  /** The canvas has this size now and is blank. */
  resize(extent: LadderExtent): void {
    this.#extent = extent;
    this.#layOutAnew();
  }

  wear(theme: LadderTheme): void {
    this.#theme = theme;
    this.invalidate();
  }

  /** Measures, lays out and paints everything anew next time: another theme, or fonts that have just arrived. */
  invalidate(): void {
    this.#widths.forget();
    this.#layOutAnew();
  }

  #layOutAnew(): void {
    this.#columns = null;
    this.#priceCharacters = 0;
    this.#sizeDecimals = this.#format.sizeDigits;
    this.#sumDecimals = this.#format.sizeDigits;
    this.#painted = new Float64Array(0);
  }

  /** @returns rows painted */
  paint(picture: LadderPicture): number {
    const { frame, position, scale, pointerRow } = picture;
    // A row number names another price under another step.
    if (position.step !== this.#step) this.#layOutAnew();
    this.#step = position.step;
    const columns = this.#layOut(position);
    this.#fitSizes(frame, position, columns);
    const { rowHeight, pixelRatio } = this.#extent;
    const sideWidth = columns.bid.width + columns.bidCumulative.width;
    const barLength = sideWidth * pixelRatio;
    const surroundings = {
      frame,
      scale,
      barLength,
      pointerRow,
      sizeDecimals: this.#sizeDecimals,
      sumDecimals: this.#sumDecimals,
    };
    const style = {
      surface: this.#surface,
      columns,
      theme: this.#theme,
      format: this.#format,
      step: position.step,
      rowHeight,
      pixelRatio,
    };
    let painted = 0;
    for (let index = 0; index < position.rows; index++) {
      describeRow(this.#next, 0, position.topRow - index, surroundings);
      const offset = index * ROW_RECORD.length;
      if (!this.#replace(offset)) continue;
      paintRow(style, this.#painted, offset, index * rowHeight);
      painted += 1;
    }
    return painted;
  }

  /** @returns whether the record at `offset` differed and was replaced */
  #replace(offset: number): boolean {
    let isSame = true;
    for (let field = 0; field < ROW_RECORD.length && isSame; field++)
      isSame = this.#painted[offset + field] === this.#next[field];
    if (!isSame) this.#painted.set(this.#next, offset);
    return !isSame;
  }

  #layOut(position: LadderPosition): LadderColumns {
    const widest = priceText(Math.max(0, position.topRow * position.step), this.#format);
    const isWider = widest.length > this.#priceCharacters;
    if (this.#columns !== null && !isWider && this.#hasRoomFor(position.rows)) return this.#columns;
    const { width, height, pixelRatio } = this.#extent;
    this.#priceCharacters = widest.length;
    this.#painted = new Float64Array(position.rows * ROW_RECORD.length).fill(Number.NaN);
    this.#surface.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    this.#surface.textBaseline = 'middle';
    this.#surface.fillStyle = this.#theme.surface;
    this.#surface.fillRect(0, 0, width, height);
    const font = this.#theme.strongNumberFont;
    const priceWidth = this.#widths.widthOf(widest, font);
    this.#columns = layOutColumns(width, priceWidth, this.#widths.widthOf('0', font));
    return this.#columns;
  }

  #hasRoomFor(rows: number): boolean {
    return this.#painted.length === rows * ROW_RECORD.length;
  }

  #fitSizes(frame: LadderFrame, position: LadderPosition, columns: LadderColumns): void {
    const { bid, bidCumulative } = columns;
    const sizes = largestVisibleLots(frame, position);
    this.#sizeDecimals = this.#fit(sizes, bid.width, this.#theme.strongNumberFont, this.#sizeDecimals);
    if (bidCumulative.width === 0) return;
    const sums = largestVisibleSum(frame, position);
    this.#sumDecimals = this.#fit(sums, bidCumulative.width, this.#theme.smallNumberFont, this.#sumDecimals);
  }

  #fit(largestLots: number, width: number, font: string, most: number): number {
    const room = width - 2 * CELL_PADDING;
    const fits = (text: string): boolean => this.#widths.widthOf(text, font) <= room;
    return fittingDecimals(largestLots, this.#format, most, fits);
  }
}

/** @returns the largest size on a visible row, 0 when there is none */
export function largestVisibleLots(frame: LadderFrame, position: LadderPosition): number {
  return Math.max(
    largestVisible(frame, position, LADDER_ROW.bidLots),
    largestVisible(frame, position, LADDER_ROW.askLots),
  );
}

function largestVisibleSum(frame: LadderFrame, position: LadderPosition): number {
  return Math.max(
    largestVisible(frame, position, LADDER_ROW.bidCumulativeLots),
    largestVisible(frame, position, LADDER_ROW.askCumulativeLots),
  );
}

function largestVisible(frame: LadderFrame, position: LadderPosition, field: number): number {
  let largest = 0;
  for (let row = position.topRow; row > position.topRow - position.rows; row--)
    largest = Math.max(largest, lotsAt(frame, row, field));
  return largest;
}
