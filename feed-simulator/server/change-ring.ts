import type { LevelKey } from '../../main/core/market-data/flat-levels.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';

/** One numbered change of a book, with what stood there before, so that it can be undone. */
export type NumberedChange = {
  readonly sequence: number;
  readonly venueTime: TimestampMicros;
  /** Three integers per level that really changed: key, lots before, lots after (0: not there). */
  readonly steps: readonly number[];
};

const FIRST_STEPS = 256;
/** Room for 16 levels a change at full length, 800 kB; a book with larger changes keeps fewer of them. */
const COMFORTABLE_STEPS = 65_536;

/**
 * The last changes of one book, newest kept, at most `capacity`; sequences are consecutive. In columns, because a hundred
 * thousand changes a second as objects would keep the collector busy.
 */
export class ChangeRing {
  readonly #capacity: number;
  readonly #promised: number;
  readonly #venueTimes: Float64Array;
  /** Steps ever written, when the change was. */
  readonly #ends: Float64Array;
  #keys = new Int32Array(FIRST_STEPS);
  #befores = new Float64Array(FIRST_STEPS);
  #count = 0;
  #last = 0;
  #written = 0;

  /**
   * @param capacity changes kept at most, a power of two
   * @param promised changes kept however large they are
   */
  constructor(capacity: number, promised: number) {
    this.#capacity = capacity;
    this.#promised = promised;
    this.#venueTimes = new Float64Array(capacity);
    this.#ends = new Float64Array(capacity);
  }

  get count(): number {
    return this.#count;
  }

  push(change: NumberedChange): void {
    const { steps } = change;
    this.#makeRoom(steps.length / 3);
    this.#last = change.sequence;
    this.#count = Math.min(this.#count + 1, this.#capacity);
    const mask = this.#keys.length - 1;
    for (let i = 0; i + 2 < steps.length; i += 3) {
      const place = this.#written & mask;
      this.#keys[place] = steps[i] ?? 0;
      this.#befores[place] = steps[i + 1] ?? 0;
      this.#written += 1;
    }
    const place = change.sequence & (this.#capacity - 1);
    this.#venueTimes[place] = change.venueTime;
    this.#ends[place] = this.#written;
  }

  clear(): void {
    this.#count = 0;
  }

  /**
   * Takes the newest changes back, one by one, until `sequence` is reached.
   *
   * @param past receives, for each price that changed since, the lots that stood there then
   * @returns the time of the change that made that book, or null when the change is older than the ring
   */
  undoTo(sequence: number, past: Map<LevelKey, number>): TimestampMicros | null {
    if (sequence > this.#last || sequence <= this.#last - this.#count) return null;
    const from = this.#endOf(sequence);
    const mask = this.#keys.length - 1;
    for (let step = this.#written - 1; step >= from; step -= 1)
      past.set(this.#keys[step & mask] ?? 0, this.#befores[step & mask] ?? 0);
    return (this.#venueTimes[sequence & (this.#capacity - 1)] ?? 0) as TimestampMicros;
  }

  /** Steps written up to and including that change. */
  #endOf(sequence: number): number {
    return this.#ends[sequence & (this.#capacity - 1)] ?? 0;
  }

  /** Steps that undoing to the oldest change kept takes. */
  get #held(): number {
    return this.#count === 0 ? 0 : this.#written - this.#endOf(this.#last - this.#count + 1);
  }

  #makeRoom(steps: number): void {
    while (this.#held + steps > this.#keys.length)
      if (this.#keys.length >= COMFORTABLE_STEPS && this.#count > this.#promised) this.#count -= 1;
      else this.#grow();
  }

  #grow(): void {
    const keys = new Int32Array(this.#keys.length * 2);
    const befores = new Float64Array(keys.length);
    const [from, to] = [this.#keys.length - 1, keys.length - 1];
    for (let step = this.#written - this.#held; step < this.#written; step += 1) {
      keys[step & to] = this.#keys[step & from] ?? 0;
      befores[step & to] = this.#befores[step & from] ?? 0;
    }
    this.#keys = keys;
    this.#befores = befores;
  }
}
