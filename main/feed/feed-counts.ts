/** Running totals of one feed. Plain numbers, read by whoever shows them. */
export type FeedCounts = {
  messages: number;
  levelUpdates: number;
  /** Refused frames and messages by code. */
  readonly rejected: Map<string, number>;
  /** Messages of a type this version does not know. */
  ignored: number;
  /** Messages that are right and answer nothing we ask: tickers, candles, lists, tokens. */
  unasked: number;
};

export function createFeedCounts(): FeedCounts {
  return { messages: 0, levelUpdates: 0, rejected: new Map(), ignored: 0, unasked: 0 };
}
