import type { BookHash, Delta, SnapshotPart } from '../../main/core/market-data/market-event.ts';
import { ASK, BID, sideOfKey, ticksOfKey } from '../../main/core/market-data/flat-levels.ts';
import type { FlatLevels } from '../../main/core/market-data/flat-levels.ts';
import { hashOfLevels } from '../server/book-hash.ts';

/**
 * A book as a client of the sample holds it, judged after every message: the hash over all its levels anew, and whether
 * it is crossed (locked counts as crossed). Slow and obvious on purpose; it repairs nothing.
 */
export class CheckedBook {
  readonly #sizes = new Map<number, number>();
  #parts: SnapshotPart[] = [];

  /** `incomplete` while parts of a snapshot are still to come. */
  take(message: SnapshotPart | Delta): 'right' | 'wrong' | 'incomplete' {
    if (message.type === 'delta') this.#apply(message.levels);
    else {
      this.#parts.push(message);
      if (message.part !== message.parts) return 'incomplete';
      this.#sizes.clear();
      for (const part of this.#parts) this.#apply(part.levels);
      this.#parts = [];
    }
    return this.#hasHash(message.hash) && !this.#isCrossed() ? 'right' : 'wrong';
  }

  #apply(levels: FlatLevels): void {
    for (let i = 0; i + 1 < levels.length; i += 2) {
      const key = levels[i] ?? 0;
      const lots = levels[i + 1] ?? 0;
      if (lots === 0) this.#sizes.delete(key);
      else this.#sizes.set(key, lots);
    }
  }

  #hasHash([a, b]: BookHash): boolean {
    const [ownA, ownB] = hashOfLevels([...this.#sizes].flat());
    return ownA === a && ownB === b;
  }

  #isCrossed(): boolean {
    let bestBid = Number.NEGATIVE_INFINITY;
    let bestAsk = Number.POSITIVE_INFINITY;
    for (const key of this.#sizes.keys()) {
      if (sideOfKey(key) === BID) bestBid = Math.max(bestBid, ticksOfKey(key));
      if (sideOfKey(key) === ASK) bestAsk = Math.min(bestAsk, ticksOfKey(key));
    }
    return bestBid >= bestAsk;
  }
}
