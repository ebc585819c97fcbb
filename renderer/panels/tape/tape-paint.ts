import { AGGRESSOR_CODE } from '../../../main/contract/view-frame.ts';
import { numberFont, ROW_HEIGHT, wordFont, type CanvasTheme } from '../../shared/canvas-theme.ts';
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
export type TapeContext = Pick<
  CanvasRenderingContext2D,
  | 'fillRect'
  | 'fillText'
  | 'beginPath'
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

export type TapePicture = {
  /** Newest first, one a row of {@link ROW_HEIGHT}.normal. */
  readonly rows: readonly TapeEntry[];
  readonly instrument: PriceFormat & SizeFormat;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Size that fills a bar. */
  readonly fullLots: number;
  readonly theme: CanvasTheme;
};

const ROW = ROW_HEIGHT.normal;
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

export function paintTape(context: TapeContext, picture: TapePicture): void {
  context.fillStyle = picture.theme.surface0;
  context.fillRect(0, 0, picture.width, picture.height);
  context.textBaseline = 'middle';
  const columns = tapeColumns(picture.width);
  picture.rows.forEach((entry, index) => {
    const top = index * ROW;
    if (entry.kind === 'gap') paintGap(context, picture, entry, top);
    else paintPrint(context, picture, columns, entry, top);
  });
}

function paintPrint(
  context: TapeContext,
  picture: TapePicture,
  columns: TapeColumns,
  print: Print,
  top: number,
): void {
  const { theme, instrument } = picture;
  const edge = columns.sizeRight + MARGIN;
  const isBuy = print.side === AGGRESSOR_CODE.buy;
  const isSell = print.side === AGGRESSOR_CODE.sell;
  const share = picture.fullLots > 0 ? Math.min(1, print.lots / picture.fullLots) : 0;
  if (isBuy || isSell) {
    context.fillStyle = isBuy ? theme.bidSoft : theme.askSoft;
    const bar = Math.round(share * (edge - columns.priceRight));
    context.fillRect(edge - bar, top + 1, bar, ROW - 1);
  }
  const middle = top + ROW / 2 + 0.5;
  context.font = numberFont(theme);
  context.textAlign = 'left';
  context.fillStyle = theme.text3;
  if (columns.time !== null) context.fillText(columns.time(print.timeMs), MARGIN, middle);
  context.fillStyle = isBuy ? theme.tradeBuy : isSell ? theme.tradeSell : theme.text2;
  paintMark(context, print.side, columns.markX, top + ROW / 2);
  context.font = numberFont(theme, 12, share >= BIG_SHARE ? 700 : 400);
  context.textAlign = 'right';
  context.fillText(priceText(print.ticks, instrument), columns.priceRight, middle);
  context.fillStyle = theme.text1;
  context.fillText(sizeText(print.lots, instrument), columns.sizeRight, middle);
}

/** ▲ a buyer crossed the spread, ▼ a seller did, a dash: the venue does not say. The shape tells it without the colour. */
function paintMark(context: TapeContext, side: number, left: number, middle: number): void {
  const tip = side === AGGRESSOR_CODE.buy ? -3 : side === AGGRESSOR_CODE.sell ? 3 : 0;
  if (tip === 0) {
    context.fillRect(left + 1, middle, 5, 1);
    return;
  }
  context.beginPath();
  context.moveTo(left, middle - tip);
  context.lineTo(left + 7, middle - tip);
  context.lineTo(left + 3.5, middle + tip);
  context.fill();
}

/** Hatched, because nothing is known of what happened there. */
function paintGap(context: TapeContext, picture: TapePicture, gap: TapeGap, top: number): void {
  const { theme, width } = picture;
  context.strokeStyle = theme.lineSoft;
  context.lineWidth = 2;
  context.beginPath();
  for (let x = -ROW; x < width; x += 8) {
    context.moveTo(x, top + ROW);
    context.lineTo(x + ROW, top);
  }
  context.stroke();
  context.font = wordFont(theme, 11, 600);
  context.textAlign = 'left';
  context.fillStyle = theme.gap;
  context.fillText(gapText(gap), MARGIN, top + ROW / 2 + 0.5);
}
