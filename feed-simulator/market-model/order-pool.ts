/** Names an order for as long as it rests: `generation * 2^18 + slot`. Never used twice, so a stale one finds nothing. */
export type OrderId = number;

const MAX_ORDERS = 0x4_0000;
export const NO_SLOT = -1;

/**
 * Resting orders in fixed arrays: no allocation per order, and each order a slot in the queue of its level.
 * Only the matching engine writes here.
 */
export class OrderPool {
  /** Lots left, by slot. */
  readonly lots: Float64Array;
  /** Level key (`tick * 2 + side`), by slot; -1 when the slot is free. */
  readonly key: Int32Array;
  /** Slot behind (older to newer) and before it in its level's queue; `NO_SLOT` at the ends. */
  readonly next: Int32Array;
  readonly previous: Int32Array;
  readonly #generation: Float64Array;
  #free = 0;
  #count = 0;

  /** @param capacity most orders resting at once, 1 to 262,144 */
  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1 || capacity > MAX_ORDERS)
      throw new RangeError(`expected a capacity from 1 to ${MAX_ORDERS} orders, received ${capacity}`);
    this.lots = new Float64Array(capacity);
    this.key = new Int32Array(capacity).fill(-1);
    this.next = new Int32Array(capacity);
    this.previous = new Int32Array(capacity);
    this.#generation = new Float64Array(capacity);
    for (let slot = 0; slot < capacity; slot++) this.next[slot] = slot + 1 < capacity ? slot + 1 : NO_SLOT;
  }

  get count(): number {
    return this.#count;
  }

  isFull(): boolean {
    return this.#free === NO_SLOT;
  }

  /** A free slot, now taken, its generation new. @throws RangeError when the pool is full: ask `isFull` first */
  take(): number {
    const slot = this.#free;
    if (slot === NO_SLOT)
      throw new RangeError(`expected a free slot among ${this.key.length} orders, found none`);
    this.#free = this.next[slot] ?? NO_SLOT;
    this.#generation[slot] = (this.#generation[slot] ?? 0) + 1;
    this.#count++;
    return slot;
  }

  release(slot: number): void {
    this.key[slot] = -1;
    this.next[slot] = this.#free;
    this.#free = slot;
    this.#count--;
  }

  idOf(slot: number): OrderId {
    return (this.#generation[slot] ?? 0) * MAX_ORDERS + slot;
  }

  /** The slot of a resting order, `NO_SLOT` when it no longer rests or never did. */
  slotOf(order: OrderId): number {
    const slot = order % MAX_ORDERS;
    return (this.key[slot] ?? -1) !== -1 && this.idOf(slot) === order ? slot : NO_SLOT;
  }
}
