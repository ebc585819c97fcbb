import type { LevelKey } from '../../main/core/market-data/flat-levels.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';

/** One numbered change of a book, with what stood there before, so that it can be undone. */
export type NumberedChange = {
  readonly sequence: number;
  readonly venueTime: TimestampMicros;
  /** Three integers per level that really changed: key, lots before, lots after (0: not there). */
  readonly steps: readonly number[];
};

/** The last changes of one book, newest kept, at most `capacity`. Sequences are consecutive. */
export class ChangeRing {
  readonly #changes: NumberedChange[] = [];
  readonly #capacity: number;
  #next = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get count(): number {
    return this.#changes.length;
  }

  push(change: NumberedChange): void {
    this.#changes[this.#next] = change;
    this.#next = (this.#next + 1) % this.#capacity;
  }

  clear(): void {
    this.#changes.length = 0;
    this.#next = 0;
  }

  /**
   * Takes the newest changes back, one by one, until `sequence` is reached.
   *
   * @param sizes the book as it is now; becomes the book as it was
   * @returns the time of the change that made that book, or null when the change is older than the ring
   */
  undoTo(sequence: number, sizes: Map<LevelKey, number>): TimestampMicros | null {
    for (let back = 1; back <= this.#changes.length; back += 1) {
      const change = this.#changes[(this.#next - back + this.#capacity) % this.#capacity];
      if (change === undefined) return null;
      if (change.sequence <= sequence) return change.venueTime;
      undo(change, sizes);
    }
    return null;
  }
}

function undo(change: NumberedChange, sizes: Map<LevelKey, number>): void {
  for (let i = 0; i + 2 < change.steps.length; i += 3) {
    const key = change.steps[i] ?? 0;
    const before = change.steps[i + 1] ?? 0;
    if (before > 0) sizes.set(key, before);
    else sizes.delete(key);
  }
}
