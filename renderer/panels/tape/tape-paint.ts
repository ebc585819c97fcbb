import { AGGRESSOR_CODE } from '../../../main/contract/view-frame.ts';
import { numberFont, wordFont, type CanvasTheme } from '../../shared/canvas-theme.ts';
import {
  priceText,
  secondsText,
  sizeText,
  timeText,
  type PriceFormat,
  type SizeFormat,
} from '../../shared/format.ts';
import { gapText } from './tape-rows.ts';
import type { Print, TapeEntry, TapeGap } from './tape-model.ts';

/** The part of a 2d context the tape paints with, so that a recording stand-in fits too. */
export type TapeSurface = Pick<
  CanvasRenderingContext2D,
  | 'fillRect'
  | 'fillText'
  | 'beginPath'
  | 'rect'
  | 'clip'
  | 'save'
  | 'restore'
  | 'moveTo'
  | 'lineTo'
  | 'stroke'
  | 'fill'
  | 'fillStyle'
  | 'strokeStyle'
  | 'font'
  | 'lineWidth'
  | 'textAlign'
  | 'textBaseline'
>;

/** What every row is painted with. */
export type TapeStyle = {
  readonly surface: TapeSurface;
  readonly theme: CanvasTheme;
  readonly instrument: PriceFormat & SizeFormat;
  /** CSS pixels. */
  readonly width: number;
  readonly rowHeight: number;
};

/** What a row shows beside its entry; two rows with the same entry and look are painted alike. */
export type RowLook = {
  /** Length of the bar, CSS pixels. */
  readonly bar: number;
  /** Set bold. */
  readonly isBig: boolean;
};

const MARGIN = 8;
/** Advance of a digit in the bundled mono at 12 px. */
const DIGIT = 7.2;
/** Digits of a size there is always room for, and the space left of them. */
const SIZE_DIGITS = 7;
const GUTTER = 10;
/** From this share of the scale on, a print is set bold. */
const BIG_SHARE = 0.5;

/** A size far away from its price is hard to read in the right row, so a wider panel leaves the rest blank. */
const MAX_WIDTH = 340;

/** Where the columns stand; the time shortens first when there is little room, then goes. */
export type TapeColumns = {
  /** Null: left out. Minutes and seconds alone would be taken for hours and minutes. */
  readonly time: ((timeMs: number) => string) | null;
  readonly markX: number;
  readonly priceRight: number;
  readonly sizeRight: number;
};

export function tapeColumns(width: number): TapeColumns {
  const digits = width >= 270 ? 12 : width >= 214 ? 8 : 0;
  const time = digits === 12 ? timeText : digits === 8 ? secondsText : null;
  const sizeRight = Math.min(width, MAX_WIDTH) - MARGIN;
  return {
    time,
    markX: MARGIN + (digits === 0 ? 0 : digits * DIGIT + 7),
    priceRight: sizeRight - SIZE_DIGITS * DIGIT - GUTTER,
    sizeRight,
  };
}

/** @param fullLots size that fills a bar */
export function lookOf(entry: TapeEntry | undefined, fullLots: number, columns: TapeColumns): RowLook {
  if (entry?.kind !== 'print') return { bar: 0, isBig: false };
  const share = fullLots > 0 ? Math.min(1, entry.lots / fullLots) : 0;
  const room = columns.sizeRight + MARGIN - columns.priceRight;
  const hasSide = entry.side === AGGRESSOR_CODE.buy || entry.side === AGGRESSOR_CODE.sell;
  return { bar: hasSide ? Math.round(share * room) : 0, isBig: share >= BIG_SHARE };
}

/** Paints one row, all of it: whatever was there before is covered. An absent entry leaves it blank. */
export function paintRow(
  style: TapeStyle,
  columns: TapeColumns,
  entry: TapeEntry | undefined,
  look: RowLook,
  top: number,
): void {
  const { surface, theme, width, rowHeight } = style;
  surface.fillStyle = theme.surface0;
  surface.fillRect(0, top, width, rowHeight);
  if (entry === undefined) return;
  if (entry.kind === 'gap') paintGap(style, entry, top);
  else paintPrint(style, columns, entry, look, top);
}

function paintPrint(
  { surface, theme, instrument, rowHeight }: TapeStyle,
  columns: TapeColumns,
  print: Print,
  { bar, isBig }: RowLook,
  top: number,
): void {
  const isBuy = print.side === AGGRESSOR_CODE.buy;
  const isSell = print.side === AGGRESSOR_CODE.sell;
  if (bar > 0) {
    surface.fillStyle = isBuy ? theme.bidSoft : theme.askSoft;
    surface.fillRect(columns.sizeRight + MARGIN - bar, top + 1, bar, rowHeight - 1);
  }
  const middle = top + rowHeight / 2 + 0.5;
  surface.font = numberFont(theme);
  surface.textAlign = 'left';
  surface.fillStyle = theme.text3;
  if (columns.time !== null) surface.fillText(columns.time(print.timeMs), MARGIN, middle);
  surface.fillStyle = isBuy ? theme.tradeBuy : isSell ? theme.tradeSell : theme.text2;
  paintMark(surface, print.side, columns.markX, top + rowHeight / 2);
  surface.font = numberFont(theme, 12, isBig ? 700 : 400);
  surface.textAlign = 'right';
  surface.fillText(priceText(print.ticks, instrument), columns.priceRight, middle);
  surface.fillStyle = theme.text1;
  surface.fillText(sizeText(print.lots, instrument), columns.sizeRight, middle);
}

/** ▲ a buyer crossed the spread, ▼ a seller did, a dash: the venue does not say. The shape tells it without the colour. */
function paintMark(surface: TapeSurface, side: number, left: number, middle: number): void {
  const tip = side === AGGRESSOR_CODE.buy ? -3 : side === AGGRESSOR_CODE.sell ? 3 : 0;
  if (tip === 0) {
    surface.fillRect(left + 1, middle, 5, 1);
    return;
  }
  surface.beginPath();
  surface.moveTo(left, middle - tip);
  surface.lineTo(left + 7, middle - tip);
  surface.lineTo(left + 3.5, middle + tip);
  surface.fill();
}

/** Hatched, because nothing is known of what happened there. */
function paintGap({ surface, theme, width, rowHeight }: TapeStyle, gap: TapeGap, top: number): void {
  surface.save();
  surface.beginPath();
  surface.rect(0, top, width, rowHeight);
  surface.clip();
  surface.strokeStyle = theme.lineSoft;
  surface.lineWidth = 2;
  surface.beginPath();
  for (let x = -rowHeight; x < width; x += 8) {
    surface.moveTo(x, top + rowHeight);
    surface.lineTo(x + rowHeight, top);
  }
  surface.stroke();
  surface.restore();
  surface.font = wordFont(theme, 11, 600);
  surface.textAlign = 'left';
  surface.fillStyle = theme.gap;
  surface.fillText(gapText(gap), MARGIN, top + rowHeight / 2 + 0.5);
}
