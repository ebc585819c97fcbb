/** Number of an open view, given by the terminal; names the view's sections in frames. */
export type ViewId = number;

/** Rows around the touch, or around `centreTicks` when it is given. Rows are `groupStep` ticks apart. */
export type LadderViewRequest = {
  readonly kind: 'ladder';
  readonly instrument: string;
  /** Ticks per row, 1 to 10,000. Bids round down to a row, asks round up. */
  readonly groupStep: number;
  /** Rows in the frame, 1 to 400. Ask for more than are visible, so that scrolling needs no round trip. */
  readonly rows: number;
  /** Middle price in ticks; null follows the touch. */
  readonly centreTicks: number | null;
};

/** One row an instrument, all instruments. */
export type WatchlistViewRequest = { readonly kind: 'watchlist' };

/** Prints as they happen; a new view starts with the last ones the terminal holds (at most 200). */
export type TapeViewRequest = { readonly kind: 'tape'; readonly instrument: string };

export const CANDLE_INTERVALS_MS = [1_000, 60_000, 300_000] as const;
export type CandleIntervalMs = (typeof CANDLE_INTERVALS_MS)[number];

/** Candles of one interval; a new view starts with all the terminal holds (at most 600). */
export type CandleViewRequest = {
  readonly kind: 'candles';
  readonly instrument: string;
  readonly intervalMs: CandleIntervalMs;
};

export type ViewRequest = LadderViewRequest | WatchlistViewRequest | TapeViewRequest | CandleViewRequest;
export type OpenedView = { readonly viewId: ViewId };
/** The new request must be of the same kind as the one that opened the view. */
export type ViewChange = { readonly viewId: ViewId; readonly request: ViewRequest };

/** Most views one window may hold open. */
export const MAX_VIEWS_PER_WINDOW = 64;
