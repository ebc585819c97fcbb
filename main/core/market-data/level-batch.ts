import type { FlatLevels, LevelKey } from './flat-levels.ts';

const FIRST_CAPACITY = 512;

/**
 * Levels on their way into a book, in typed arrays that are written again for each message: the one input that books
 * take. `keys[i]` is a {@link LevelKey}, `lots[i]` the size there, for `i` below `count`; what lies behind is old.
 * Grows to the largest message seen (a delta holds at most 30,000 levels) and never shrinks: 12 bytes a level.
 */
export class LevelBatch {
  keys = new Int32Array(FIRST_CAPACITY);
  lots = new Float64Array(FIRST_CAPACITY);
  count = 0;

  /** Makes room for `levels` levels; what is held may be lost. */
  reserve(levels: number): void {
    if (levels <= this.keys.length) return;
    let capacity = this.keys.length;
    while (capacity < levels) capacity *= 2;
    this.keys = new Int32Array(capacity);
    this.lots = new Float64Array(capacity);
  }

  /**
   * Takes levels as they stand in a validated message.
   *
   * @throws RangeError for what is no whole pairs of 31-bit keys and sizes: the wire lets none through, and cutting a key
   *   to 32 bits would put the size at another price
   */
  fill(levels: FlatLevels): this {
    const count = levels.length / 2;
    this.reserve(count);
    for (let i = 0; i < count; i += 1) {
      const key = levels[i * 2] as LevelKey;
      const lots = levels[i * 2 + 1];
      if (lots === undefined || (key | 0) !== key || key < 0)
        throw new RangeError(
          `expected pairs of a 31-bit key and a size, received ${key} and ${lots} at ${i}`,
        );
      this.keys[i] = key;
      this.lots[i] = lots;
    }
    this.count = count;
    return this;
  }
}
