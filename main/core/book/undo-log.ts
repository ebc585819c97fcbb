const FIRST_CAPACITY = 256;

/**
 * What one delta overwrote, oldest first, so that a delta that fails its check can be taken back.
 * Grows to the largest delta seen (a message holds at most 1 MiB) and is reused.
 */
export class UndoLog {
  #keys = new Int32Array(FIRST_CAPACITY);
  #lots = new Float64Array(FIRST_CAPACITY);
  #count = 0;

  get count(): number {
    return this.#count;
  }
  clear(): void {
    this.#count = 0;
  }

  add(key: number, lotsBefore: number): void {
    if (this.#count === this.#keys.length) this.#grow();
    this.#keys[this.#count] = key;
    this.#lots[this.#count] = lotsBefore;
    this.#count += 1;
  }

  keyAt(index: number): number {
    return this.#keys[index] ?? 0;
  }
  lotsAt(index: number): number {
    return this.#lots[index] ?? 0;
  }

  #grow(): void {
    const keys = new Int32Array(this.#keys.length * 2);
    const lots = new Float64Array(this.#lots.length * 2);
    keys.set(this.#keys);
    lots.set(this.#lots);
    this.#keys = keys;
    this.#lots = lots;
  }
}
