import type { LevelKey } from '../../main/core/market-data/flat-levels.ts';

const FIRST_CAPACITY = 64;

/**
 * Which prices of a window changed after which sequence: the memory behind resuming, conflation and slow readers. A price
 * that changed again counts once, so a shallow window reaches back very far in little room.
 *
 * Bounded by `capacity` entries of 12 bytes, grown into as needed; beyond it the oldest half is forgotten.
 */
export class ChangedKeys {
  readonly #capacity: number;
  #keys = new Int32Array(FIRST_CAPACITY);
  #sequences = new Float64Array(FIRST_CAPACITY);
  #count = 0;
  #base: number;

  /** @param base the sequence at which the memory begins; @param capacity a power of two, at least 64 */
  constructor(base: number, capacity: number) {
    this.#base = base;
    this.#capacity = capacity;
  }

  /** Forgets everything: the memory begins at `base` anew. */
  restart(base: number): void {
    this.#count = 0;
    this.#base = base;
  }

  /** Sequences come in rising order, several prices of one sequence one after the other. */
  note(key: LevelKey, sequence: number): void {
    if (this.#count === this.#keys.length) this.#makeRoom();
    this.#keys[this.#count] = key;
    this.#sequences[this.#count] = sequence;
    this.#count += 1;
  }

  /** Each price that changed after `sequence`, once; null when the memory does not reach so far back. */
  since(sequence: number): Set<LevelKey> | null {
    if (sequence < this.#base) return null;
    const keys = new Set<LevelKey>();
    for (let place = this.#count - 1; place >= 0; place -= 1) {
      if ((this.#sequences[place] ?? 0) <= sequence) break;
      keys.add(this.#keys[place] ?? 0);
    }
    return keys;
  }

  #makeRoom(): void {
    this.#keepLatest();
    if (this.#count * 4 <= this.#keys.length * 3) return;
    if (this.#keys.length < this.#capacity) this.#grow();
    else this.#forgetHalf();
  }

  /** Drops every entry whose price has a later one. */
  #keepLatest(): void {
    const seen = new Set<LevelKey>();
    let kept = this.#keys.length;
    for (let place = this.#count - 1; place >= 0; place -= 1) {
      const key = this.#keys[place] ?? 0;
      if (seen.has(key)) continue;
      seen.add(key);
      kept -= 1;
      this.#keys[kept] = key;
      this.#sequences[kept] = this.#sequences[place] ?? 0;
    }
    this.#moveToFront(kept);
  }

  #forgetHalf(): void {
    const half = this.#count >>> 1;
    this.#base = this.#sequences[half - 1] ?? this.#base;
    this.#keys.copyWithin(0, half, this.#count);
    this.#sequences.copyWithin(0, half, this.#count);
    this.#count -= half;
  }

  #moveToFront(start: number): void {
    this.#count = this.#keys.length - start;
    this.#keys.copyWithin(0, start);
    this.#sequences.copyWithin(0, start);
  }

  #grow(): void {
    const keys = new Int32Array(this.#keys.length * 2);
    const sequences = new Float64Array(keys.length);
    keys.set(this.#keys.subarray(0, this.#count));
    sequences.set(this.#sequences.subarray(0, this.#count));
    this.#keys = keys;
    this.#sequences = sequences;
  }
}
