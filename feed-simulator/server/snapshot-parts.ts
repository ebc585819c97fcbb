import type { SnapshotPart } from '../../main/core/market-data/market-event.ts';

/** Levels in one part at most; PROTOCOL.md section 4. */
const LEVELS_PER_PART = 500;

/**
 * A book cut into the numbered parts of a snapshot. An empty book is one part without levels.
 *
 * @param levels flat, in the order of the protocol
 */
export function snapshotParts(
  head: Omit<SnapshotPart, 'type' | 'part' | 'parts' | 'levels'>,
  levels: readonly number[],
): SnapshotPart[] {
  const numbersPerPart = LEVELS_PER_PART * 2;
  const count = Math.max(1, Math.ceil(levels.length / numbersPerPart));
  return Array.from({ length: count }, (_, index) => ({
    type: 'snapshot',
    ...head,
    part: index + 1,
    parts: count,
    levels: levels.slice(index * numbersPerPart, (index + 1) * numbersPerPart),
  }));
}
