import { BID, type Side } from '../market-data/flat-levels.ts';

/**
 * The row, a multiple of `groupStep` ticks, into which a level falls: bids round down and asks up, so that grouping never
 * makes a price look better than it is. An ask near the top of the price range may round beyond it.
 *
 * @param groupStep ticks per row, an integer of at least 1
 */
export function groupTicks(ticks: number, side: Side, groupStep: number): number {
  const rows = ticks / groupStep;
  return (side === BID ? Math.floor(rows) : Math.ceil(rows)) * groupStep;
}
