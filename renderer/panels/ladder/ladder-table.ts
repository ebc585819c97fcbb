import { LADDER_ROW } from '../../../main/contract/view-frame.ts';
import { priceText, sizeText, type PriceFormat, type SizeFormat } from '../../shared/format.ts';
import { knowsRow, lotsAt, type LadderFrame } from './ladder-frame.ts';
import type { LadderPosition } from './ladder-geometry.ts';

type LadderTableRow = {
  readonly ticks: number;
  readonly price: string;
  readonly bidLots: number;
  readonly askLots: number;
  /** Exact quantity, '' for none. */
  readonly bid: string;
  readonly ask: string;
};

/** What the canvas shows, in words: every number is of the one frame that `sequence` names. */
export type LadderTable = { readonly sequence: number; readonly rows: readonly LadderTableRow[] };

/** Visible rows the frame knows, highest price first. */
export function ladderTable(
  frame: LadderFrame,
  position: LadderPosition,
  format: PriceFormat & SizeFormat,
): LadderTable {
  const rows: LadderTableRow[] = [];
  for (let row = position.topRow; row > position.topRow - position.rows && row >= 0; row--) {
    if (!knowsRow(frame, row)) continue;
    const bidLots = lotsAt(frame, row, LADDER_ROW.bidLots);
    const askLots = lotsAt(frame, row, LADDER_ROW.askLots);
    rows.push({
      ticks: row * frame.groupStep,
      price: priceText(row * frame.groupStep, format),
      bidLots,
      askLots,
      bid: bidLots > 0 ? sizeText(bidLots, format) : '',
      ask: askLots > 0 ? sizeText(askLots, format) : '',
    });
  }
  return { sequence: frame.sequence, rows };
}
