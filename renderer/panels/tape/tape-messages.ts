import type { DataQuality } from '../../../main/contract/data-quality.ts';
import type { InstrumentSummary } from '../../../main/contract/terminal-api.ts';
import type { TapeEntry } from './tape-model.ts';

export type TapeInstrument = Pick<
  InstrumentSummary,
  'id' | 'index' | 'tickUnits' | 'priceDigits' | 'lotUnits' | 'sizeDigits'
>;

/** What a tape begins with. */
export type TapeStart = { readonly instrument: TapeInstrument; readonly minLots: number };

/** From the panel to the painting. */
export type TapeCommand =
  /** Smallest size shown, lots. */
  | { readonly kind: 'filter'; readonly minLots: number }
  | { readonly kind: 'pause' | 'resume' | 'toggle-pause' }
  /** Whole rows, positive: to older prints. Pauses. */
  | { readonly kind: 'scroll'; readonly rows: number };

/** What the DOM shows of the tape beside its rows. */
export type TapeShown = {
  readonly kind: 'shown';
  /** What the terminal said of the trades with the newest section. */
  readonly quality: DataQuality;
  readonly isPaused: boolean;
  /** Rows waiting behind a pause. */
  readonly newCount: number;
  /** Rows that fit the canvas. */
  readonly visibleRows: number;
};

/** From the painting to the panel. */
export type TapeReport =
  | TapeShown
  /** Newest first; the first one comes with the first section, even if it held no print. */
  | { readonly kind: 'table'; readonly rows: readonly TapeEntry[] };
