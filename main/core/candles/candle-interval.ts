/** Intervals for which candles are kept, in milliseconds. */
export const CANDLE_INTERVALS_MS = [1_000, 60_000, 300_000] as const;
export type CandleIntervalMs = (typeof CANDLE_INTERVALS_MS)[number];
