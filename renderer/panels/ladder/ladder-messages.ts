import type { DataQuality } from '../../../main/contract/data-quality.ts';
import type { InstrumentSummary } from '../../../main/contract/terminal-api.ts';
import type { LadderColumns } from './ladder-columns.ts';
import type { LadderTouch } from './ladder-frame.ts';
import type { LadderPosition } from './ladder-geometry.ts';
import type { LadderTable } from './ladder-table.ts';

export type LadderInstrument = Pick<
  InstrumentSummary,
  'id' | 'index' | 'tickUnits' | 'priceDigits' | 'lotUnits' | 'sizeDigits'
>;

/** What a ladder begins with. */
export type LadderStart = {
  readonly instrument: LadderInstrument;
  /** Ticks per row. */
  readonly step: number;
  /** Price in the middle of a ladder that was pinned before, in ticks; null for one that follows the touch. */
  readonly pinnedAt: number | null;
};

/** From the panel to the painting. */
export type LadderCommand =
  /** Where the pointer is over the rows, CSS pixels from their upper edge; null once it has left them. */
  | { readonly kind: 'point'; readonly y: number | null }
  /** Whole rows, positive: to higher prices. Pins. */
  | { readonly kind: 'scroll'; readonly rowsUp: number }
  | { readonly kind: 'recentre' }
  /** Ticks per row. */
  | { readonly kind: 'group'; readonly step: number };

/** What the DOM shows of the ladder that is on the canvas now. */
export type LadderShown = {
  readonly kind: 'shown';
  readonly position: LadderPosition;
  /** Null until the first frame. */
  readonly touch: LadderTouch | null;
  /** Of the frame that is shown; 0 before the first. */
  readonly sequence: number;
  /** What the terminal said of the book in that frame. */
  readonly quality: DataQuality;
};

/** From the painting to the panel. */
export type LadderReport =
  | LadderShown
  | { readonly kind: 'columns'; readonly columns: LadderColumns }
  | { readonly kind: 'table'; readonly table: LadderTable };
