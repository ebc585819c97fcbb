/** What a subscription carries. All but `instruments` and `status` follow the market; every one is of one instrument. */
export const CHANNELS = ['book', 'trades', 'ticker', 'candles', 'status', 'instruments'] as const;
export type Channel = (typeof CHANNELS)[number];

/**
 * Milliseconds between two messages of a conflated subscription; 0 sends every change at once. A few fixed steps, so that
 * clients share the work of making and encoding a message.
 */
export const CONFLATION_STEPS_MS = [0, 10, 25, 50, 100, 250, 500, 1_000, 2_000, 5_000] as const;
export type ConflationMs = (typeof CONFLATION_STEPS_MS)[number];
/** What `ticker` and `candles` have when a request names none. */
export const DEFAULT_STATE_CONFLATION_MS: ConflationMs = 100;

/** Lengths of the candles a venue keeps, in milliseconds. A candle starts at a whole multiple since 1970. */
export const VENUE_CANDLE_INTERVALS_MS = [
  1_000, 5_000, 15_000, 60_000, 300_000, 900_000, 3_600_000, 86_400_000,
] as const;
export type VenueCandleIntervalMs = (typeof VENUE_CANDLE_INTERVALS_MS)[number];
