import type { FlatLevels } from '../../main/core/market-data/flat-levels.ts';
import { LevelBatch } from '../../main/core/market-data/level-batch.ts';
import type { BookHash } from '../../main/core/market-data/market-event.ts';

/** Levels in the form that books take. */
export function batchOf(levels: FlatLevels): LevelBatch {
  return new LevelBatch().fill(levels);
}

/** A hash as two signed 32-bit integers, the form in which it is compared. */
export function lanesOf([a, b]: BookHash): [number, number] {
  return [a | 0, b | 0];
}
