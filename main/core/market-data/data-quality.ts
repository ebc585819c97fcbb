/** Why data is not live. `none` while it is. */
export const STALE_REASONS = [
  'none',
  'connecting',
  'disconnected',
  'syncing',
  'gap',
  'hash-mismatch',
  'crossed',
  'invalid-message',
  'behind-heartbeat',
  'silent',
  'instrument-changed',
  'host-silent',
] as const;
export type StaleReason = (typeof STALE_REASONS)[number];

/** Whether what is shown is the venue's book, and if not, why and since when. */
export type DataQuality = {
  readonly isLive: boolean;
  readonly reason: StaleReason;
  /** Wall clock, milliseconds since the Unix epoch; when the data stopped being live. 0 while live or never live. */
  readonly staleSinceMs: number;
};

export const LIVE: DataQuality = { isLive: true, reason: 'none', staleSinceMs: 0 };
