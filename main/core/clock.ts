import type { TimestampMicros } from './units/timestamp.ts';

/** Time as the core sees it; hosts and tests supply it. */
export type Clock = {
  /** Wall clock. May jump; only for stamps that are compared with the venue's. */
  wallMicros(): TimestampMicros;
  /** Monotonic milliseconds from an arbitrary start; the only clock for deadlines and ages. */
  monotonicMs(): number;
};
