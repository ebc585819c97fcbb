import type { Parcel } from './parcel.ts';

/** Most messages held for one connection; one more and it is cut. */
export const MAX_HELD = 20_000;

type Held = { readonly parcel: Parcel; readonly dueMs: number; readonly send: (parcel: Parcel) => void };

/**
 * Messages held back for one connection. They leave in the order in which they came, each no sooner than it is due, but
 * for those that are overtaken: they wait for nobody and nobody for them. Times are monotonic milliseconds.
 */
export class HeldParcels {
  #inOrder: Held[] = [];
  #overtaken: Held[] = [];
  /** Start of what `#inOrder` still holds: shifting a long array at each message would cost its length. */
  #head = 0;

  get count(): number {
    return this.#inOrder.length - this.#head + this.#overtaken.length;
  }

  /** True: what is in order now may not be sent at once. */
  get hasQueue(): boolean {
    return this.#inOrder.length > this.#head;
  }

  /** @returns false when there is no room */
  hold(parcel: Parcel, nowMs: number, send: (parcel: Parcel) => void): boolean {
    if (this.count >= MAX_HELD) return false;
    const dueMs = nowMs + parcel.lateMs;
    if (parcel.isOvertaken) {
      const at = this.#overtaken.findIndex((held) => held.dueMs > dueMs);
      this.#overtaken.splice(at < 0 ? this.#overtaken.length : at, 0, { parcel, dueMs, send });
      return true;
    }
    const last = this.#inOrder.at(-1);
    this.#inOrder.push({ parcel, dueMs: Math.max(dueMs, last?.dueMs ?? dueMs), send });
    return true;
  }

  /** Sends what is due, earliest first. What a delivery causes to be held is not due yet. */
  release(nowMs: number): void {
    for (let next = this.#takeDue(nowMs); next !== null; next = this.#takeDue(nowMs)) next.send(next.parcel);
  }

  clear(): void {
    this.#inOrder = [];
    this.#overtaken = [];
    this.#head = 0;
  }

  #takeDue(nowMs: number): Held | null {
    const first = this.#inOrder[this.#head];
    const loose = this.#overtaken[0];
    const isLooseFirst = loose !== undefined && (first === undefined || loose.dueMs < first.dueMs);
    const next = isLooseFirst ? loose : first;
    if (next === undefined || next.dueMs > nowMs) return null;
    if (isLooseFirst) this.#overtaken.shift();
    else this.#advance();
    return next;
  }

  #advance(): void {
    this.#head += 1;
    if (this.#head < this.#inOrder.length && this.#head < 1_024) return;
    this.#inOrder = this.#inOrder.slice(this.#head);
    this.#head = 0;
  }
}
