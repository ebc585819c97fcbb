import { MarketPipeline } from '../../main/core/market-pipeline.ts';
import type { Delta } from '../../main/core/market-data/market-event.ts';
import { bookFromText, levelsFromText } from './book-text.ts';
import { batchOf } from './level-batch.ts';
import { aDelta, anInstrument, aSnapshot, BOOK_SUBSCRIPTION, EPOCH } from './market-events.ts';

/** The book of `SNAPSHOT`, which stands at sequence 100. */
export const PICTURE = `
    | 102 | 7
    | 101 | 4
  9 | 100 |
  2 |  98 |`;
export const SNAPSHOT = aSnapshot({ levels: levelsFromText(PICTURE) });

/** A delta that joins the snapshot, with the hash of the picture after it. */
export function joining(levels: number[], changes: Partial<Delta> = {}): Delta {
  const after = bookFromText(PICTURE);
  after.apply(batchOf(levels));
  return aDelta({ levels, hash: after.hash(), ...changes });
}

/** Bound at wall time 10, awaiting its snapshot. */
export function aBoundPipeline(): MarketPipeline {
  const pipeline = new MarketPipeline(anInstrument());
  pipeline.bindBook(BOOK_SUBSCRIPTION, EPOCH, 10);
  return pipeline;
}
