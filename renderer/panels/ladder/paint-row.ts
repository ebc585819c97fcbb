import { priceText, type PriceFormat, type SizeFormat } from '../../shared/format.ts';
import { CELL_PADDING, type Column, type LadderColumns } from './ladder-columns.ts';
import { ROW_MARK, ROW_RECORD } from './ladder-row.ts';
import type { LadderTheme } from './ladder-theme.ts';
import { columnSizeText } from './size-decimals.ts';

/** The part of a canvas context that the ladder paints with; an offscreen canvas or a recording fake has it too. */
export type LadderSurface = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'fillRect'
  | 'strokeRect'
  | 'fillText'
  | 'measureText'
  | 'beginPath'
  | 'rect'
  | 'clip'
  | 'moveTo'
  | 'lineTo'
  | 'closePath'
  | 'fill'
  | 'stroke'
  | 'save'
  | 'restore'
  | 'setTransform'
>;

export type RowStyle = {
  readonly surface: LadderSurface;
  readonly columns: LadderColumns;
  readonly theme: LadderTheme;
  readonly format: PriceFormat & SizeFormat;
  /** Ticks per row. */
  readonly step: number;
  readonly rowHeight: number;
  /** Device pixels per CSS pixel. */
  readonly pixelRatio: number;
};

/** Distance of the hatching lines; a divisor of every row height, so that the lines meet across rows. */
const HATCH_DISTANCE = 6;
const MARK_SIZE = 6;

/** Paints one row, all of it: whatever was there before is covered. */
export function paintRow(style: RowStyle, record: Float64Array, offset: number, y: number): void {
  const { surface, columns, theme, rowHeight } = style;
  const marks = record[offset + ROW_RECORD.marks] ?? 0;
  const isPointed = (marks & ROW_MARK.pointer) !== 0;
  surface.fillStyle = isPointed ? theme.pointerSurface : theme.surface;
  surface.fillRect(0, y, columns.width, rowHeight);
  surface.fillStyle = isPointed ? theme.pointerSurface : theme.priceSurface;
  surface.fillRect(columns.price.left, y, columns.price.width, rowHeight);
  if ((marks & ROW_MARK.known) === 0) hatch(style, y);
  else {
    paintSpread(style, marks, record[offset + ROW_RECORD.spreadTicks] ?? 0, y);
    paintSides(style, record, offset, marks, y);
  }
  if ((marks & ROW_MARK.hasPrice) !== 0) paintPrice(style, record[offset + ROW_RECORD.row] ?? 0, marks, y);
  paintLastTrade(style, marks, y);
}

function paintSides(style: RowStyle, record: Float64Array, offset: number, marks: number, y: number): void {
  const { surface, columns, theme, pixelRatio, rowHeight } = style;
  const bidBar = (record[offset + ROW_RECORD.bidBar] ?? 0) / pixelRatio;
  const askBar = (record[offset + ROW_RECORD.askBar] ?? 0) / pixelRatio;
  surface.fillStyle = theme.bidBar;
  if (bidBar > 0) surface.fillRect(columns.price.left - bidBar, y, bidBar, rowHeight - 1);
  surface.fillStyle = theme.askBar;
  if (askBar > 0) surface.fillRect(columns.ask.left, y, askBar, rowHeight - 1);

  const sizeDecimals = record[offset + ROW_RECORD.sizeDecimals] ?? 0;
  surface.font = (marks & ROW_MARK.bestBid) === 0 ? theme.numberFont : theme.strongNumberFont;
  paintSize(style, columns.bid, record[offset + ROW_RECORD.bidLots] ?? 0, theme.text, sizeDecimals, y);
  surface.font = (marks & ROW_MARK.bestAsk) === 0 ? theme.numberFont : theme.strongNumberFont;
  paintSize(style, columns.ask, record[offset + ROW_RECORD.askLots] ?? 0, theme.text, sizeDecimals, y);
  if (columns.bidCumulative.width === 0) return;
  const sumDecimals = record[offset + ROW_RECORD.sumDecimals] ?? 0;
  const bidSum = record[offset + ROW_RECORD.bidCumulativeLots] ?? 0;
  const askSum = record[offset + ROW_RECORD.askCumulativeLots] ?? 0;
  surface.font = theme.smallNumberFont;
  paintSize(style, columns.bidCumulative, bidSum, theme.dimText, sumDecimals, y);
  paintSize(style, columns.askCumulative, askSum, theme.dimText, sumDecimals, y);
}

/** Right-aligned; squeezed rather than cut when it is still too wide. Nothing for 0. */
function paintSize(
  style: RowStyle,
  column: Column,
  lots: number,
  color: string,
  decimals: number,
  y: number,
): void {
  if (lots <= 0) return;
  const { surface, format, rowHeight } = style;
  surface.fillStyle = color;
  surface.textAlign = 'right';
  const right = column.left + column.width - CELL_PADDING;
  surface.fillText(
    columnSizeText(lots, format, decimals),
    right,
    y + rowHeight / 2,
    column.width - 2 * CELL_PADDING,
  );
}

function paintPrice(style: RowStyle, row: number, marks: number, y: number): void {
  const { surface, columns, theme, format, step, rowHeight } = style;
  const text = priceText(row * step, format);
  const right = columns.price.left + columns.price.width - priceInset(style);
  const middle = y + rowHeight / 2;
  surface.textAlign = 'right';
  const isTouch = (marks & (ROW_MARK.bestBid | ROW_MARK.bestAsk)) !== 0 && (marks & ROW_MARK.known) !== 0;
  if (isTouch) {
    const isBid = (marks & ROW_MARK.bestBid) !== 0;
    surface.fillStyle = isBid ? theme.bidBar : theme.askBar;
    surface.fillRect(columns.price.left, y, columns.price.width, rowHeight - 1);
    surface.font = theme.strongNumberFont;
    surface.fillStyle = isBid ? theme.bid : theme.ask;
    surface.fillText(text, right, middle);
    return;
  }
  surface.font = theme.numberFont;
  surface.fillStyle = theme.dimText;
  surface.fillText(text, right, middle);
  // The digits that differ from the price one row up are painted again, brighter, in the same place.
  const changed = changedDigits(text, priceText((row + 1) * step, format));
  surface.fillStyle = theme.quietText;
  surface.fillText(changed, right, middle);
}

/** @returns the end of `text`, from the first character that differs from `above` */
export function changedDigits(text: string, above: string): string {
  if (text.length !== above.length) return text;
  let same = 0;
  while (same < text.length && text[same] === above[same]) same += 1;
  return text.slice(same);
}

/** Prices are right-aligned, which puts their points below each other, and centred as a block. */
function priceInset({ columns }: RowStyle): number {
  return Math.max(0, Math.floor((columns.price.width - columns.priceTextWidth) / 2));
}

function paintSpread(style: RowStyle, marks: number, spreadTicks: number, y: number): void {
  if ((marks & ROW_MARK.spread) === 0) return;
  const { surface, columns, theme, rowHeight, format } = style;
  surface.fillStyle = theme.spreadSurface;
  surface.fillRect(0, y, columns.width, rowHeight);
  if (spreadTicks <= 0) return;
  const middle = y + rowHeight / 2;
  surface.textAlign = 'right';
  surface.font = theme.labelFont;
  surface.fillStyle = theme.dimText;
  surface.fillText('Spread', columns.price.left - CELL_PADDING, middle);
  surface.font = theme.numberFont;
  surface.fillStyle = theme.quietText;
  const room = columns.ask.width - 2 * CELL_PADDING;
  const right = columns.ask.left + columns.ask.width - CELL_PADDING;
  surface.fillText(priceText(spreadTicks, format), right, middle, room);
}

/** A triangle at the edge of the price: up on the right for a buy, down on the left for a sell, a square for unknown. */
function paintLastTrade(style: RowStyle, marks: number, y: number): void {
  const isBuy = (marks & ROW_MARK.lastBuy) !== 0;
  const isSell = (marks & ROW_MARK.lastSell) !== 0;
  if (!isBuy && !isSell && (marks & ROW_MARK.lastUnknown) === 0) return;
  const { surface, columns, theme, rowHeight } = style;
  const { left, width } = columns.price;
  const color = isBuy ? theme.tradeBuy : isSell ? theme.tradeSell : theme.quietText;
  surface.strokeStyle = color;
  surface.lineWidth = 1;
  surface.strokeRect(left + 0.5, y + 0.5, width - 1, rowHeight - 2);
  surface.fillStyle = color;
  const top = y + (rowHeight - 1 - MARK_SIZE) / 2;
  const x = isBuy ? left + width - MARK_SIZE - 3 : left + 3;
  if (!isBuy && !isSell) return surface.fillRect(x, top, MARK_SIZE, MARK_SIZE);
  const [base, tip] = isBuy ? [top + MARK_SIZE, top] : [top, top + MARK_SIZE];
  surface.beginPath();
  surface.moveTo(x, base);
  surface.lineTo(x + MARK_SIZE, base);
  surface.lineTo(x + MARK_SIZE / 2, tip);
  surface.closePath();
  surface.fill();
}

/** "Nothing known here": not the same as no orders. */
function hatch(style: RowStyle, y: number): void {
  const { surface, columns, theme, rowHeight } = style;
  surface.save();
  surface.beginPath();
  surface.rect(0, y, columns.width, rowHeight);
  surface.clip();
  surface.strokeStyle = theme.hatch;
  surface.lineWidth = 1;
  surface.beginPath();
  for (let x = -rowHeight; x < columns.width; x += HATCH_DISTANCE) {
    surface.moveTo(x, y + rowHeight);
    surface.lineTo(x + rowHeight, y);
  }
  surface.stroke();
  surface.restore();
}
