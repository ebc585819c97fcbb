/** Shifts of fewer places are quicker by hand than by `copyWithin`. */
const FEW_PLACES = 64;

/**
 * The levels of one side in order of rank, worst first: which tick stands where, and which queue is its. Kept in the
 * middle of arrays twice as long, so that a level which comes or goes shifts only those on its nearer end: the touch
 * and the far end of 20,000 levels cost alike.
 */
export class SortedRanks {
  readonly #capacity: number;
  readonly #ranks: Int32Array;
  readonly #queues: Int32Array;
  #start: number;
  #length = 0;

  /** @param capacity most levels at once, 1 or more */
  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#ranks = new Int32Array(capacity * 2);
    this.#queues = new Int32Array(capacity * 2);
    this.#start = capacity >> 1;
  }

  get length(): number {
    return this.#length;
  }

  isFull(): boolean {
    return this.#length === this.#capacity;
  }

  rankAt(at: number): number {
    return this.#ranks[this.#start + at] ?? 0;
  }
  queueAt(at: number): number {
    return this.#queues[this.#start + at] ?? 0;
  }

  /** Position of a rank, or `-(position it would take) - 1`. Near the best first, where nearly all look-ups are. */
  find(rank: number): number {
    const start = this.#start;
    let low = start;
    let high = start + this.#length - 1;
    const near = high - 8;
    if (near > start) {
      if ((this.#ranks[near] ?? 0) < rank) low = near + 1;
      else high = near;
    }
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = this.#ranks[middle] ?? 0;
      if (found === rank) return middle - start;
      if (found < rank) low = middle + 1;
      else high = middle - 1;
    }
    return start - low - 1;
  }

  /** The caller has asked `isFull`. */
  insert(at: number, rank: number, queue: number): void {
    const isNearWorst = at < this.#length >> 1;
    if (isNearWorst ? this.#start === 0 : this.#start + this.#length === this.#ranks.length) this.#centre();
    if (isNearWorst) {
      this.#start--;
      this.#move(this.#start + 1, this.#start, at);
    } else {
      this.#move(this.#start + at, this.#start + at + 1, this.#length - at);
    }
    this.#ranks[this.#start + at] = rank;
    this.#queues[this.#start + at] = queue;
    this.#length++;
  }

  delete(at: number): void {
    if (at < this.#length >> 1) {
      this.#move(this.#start, this.#start + 1, at);
      this.#start++;
    } else {
      this.#move(this.#start + at + 1, this.#start + at, this.#length - at - 1);
    }
    this.#length--;
  }

  #centre(): void {
    const start = (this.#ranks.length - this.#length) >> 1;
    this.#move(this.#start, start, this.#length);
    this.#start = start;
  }

  #move(from: number, to: number, count: number): void {
    if (count >= FEW_PLACES) {
      this.#ranks.copyWithin(to, from, from + count);
      this.#queues.copyWithin(to, from, from + count);
    } else if (to < from) {
      for (let place = 0; place < count; place++) this.#copy(from + place, to + place);
    } else {
      for (let place = count - 1; place >= 0; place--) this.#copy(from + place, to + place);
    }
  }

  #copy(from: number, to: number): void {
    this.#ranks[to] = this.#ranks[from] ?? 0;
    this.#queues[to] = this.#queues[from] ?? 0;
  }
}
