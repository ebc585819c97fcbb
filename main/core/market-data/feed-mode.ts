/**
 * How the feed's socket is read: `fast` takes every event of the socket at once; `calm` reads it every
 * {@link CALM_READ_MS}, which costs that much delay at most and saves most of the processor.
 */
export type FeedMode = 'fast' | 'calm';

export const FEED_MODES: readonly FeedMode[] = ['fast', 'calm'];
export const CALM_READ_MS = 4;
