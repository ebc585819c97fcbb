/**
 * The way of a book message through the terminal, in order:
 * `network` from the venue's `sentTime` to the socket's read (below 0: the clocks differ), `decode` bytes to a checked
 * update, `merge` update to a verified book, `publish` from the first socket read after the last display frame that
 * brought something to the frame that shows a book (the wait for the display frame and for a window that is behind is in
 * it), `paint` from the frame to its acknowledgement by the painter.
 */
export const LATENCY_STAGES = ['network', 'decode', 'merge', 'publish', 'paint'] as const;
export type LatencyStage = (typeof LATENCY_STAGES)[number];

/** One stage over the last 10 to 20 s, in milliseconds; percentiles are null while nothing was measured. */
export type StageLatency = {
  readonly stage: LatencyStage;
  /** How many were measured: `decode` and `merge` are sampled. */
  readonly count: number;
  readonly p50: number | null;
  readonly p99: number | null;
};
