import { BookUpdate } from '../../main/core/market-data/book-update.ts';
import type { Delta, SnapshotPart } from '../../main/core/market-data/market-event.ts';
import type { BookOutcome, MarketPipeline } from '../../main/core/market-pipeline.ts';

/** The event in the form that the hot path carries. */
export function updateOf(event: Delta | SnapshotPart): BookUpdate {
  return new BookUpdate().fill(event);
}

export function acceptBook(
  pipeline: MarketPipeline,
  event: Delta | SnapshotPart,
  wallMs: number,
): BookOutcome {
  return pipeline.acceptBook(updateOf(event), wallMs);
}
