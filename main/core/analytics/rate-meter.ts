const SLOT_MS = 100;
const SLOTS = 20;

/**
 * How many a second over the last 1.9 to 2 seconds (less after the start), in 20 slots of 100 ms.
 * Times are monotonic milliseconds, passed in, never going back.
 */
export class RateMeter {
  readonly #counts = new Float64Array(SLOTS);
  /** Number of the newest slot: milliseconds divided by the slot's length. */
  #newestSlot: number;
  readonly #startMs: number;

  constructor(nowMs: number) {
    this.#startMs = nowMs;
    this.#newestSlot = Math.floor(nowMs / SLOT_MS);
  }

  add(count: number, nowMs: number): void {
    this.#advance(nowMs);
    const slot = this.#newestSlot % SLOTS;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + count;
  }

  perSecond(nowMs: number): number {
    this.#advance(nowMs);
    let total = 0;
    for (const count of this.#counts) total += count;
    const windowStartMs = (this.#newestSlot - SLOTS + 1) * SLOT_MS;
    // At least one slot, so that the first few counts are not shown as an enormous rate.
    const coveredMs = Math.max(SLOT_MS, nowMs - Math.max(windowStartMs, this.#startMs));
    return (total * 1_000) / coveredMs;
  }

  #advance(nowMs: number): void {
    const slot = Math.floor(nowMs / SLOT_MS);
    const steps = Math.min(slot - this.#newestSlot, SLOTS);
    for (let step = 1; step <= steps; step += 1) this.#counts[(this.#newestSlot + step) % SLOTS] = 0;
    if (steps > 0) this.#newestSlot = slot;
  }
}
