/** Moments at which something is due, each under a name. Looking whether any is costs one comparison. */
export class Deadlines<Name extends string> {
  readonly #dueMs = new Map<Name, number>();
  #nextMs = Number.POSITIVE_INFINITY;

  /** Sets the moment anew if the name has one already. Infinity: never. */
  set(name: Name, atMs: number): void {
    this.#dueMs.set(name, atMs);
    this.#nextMs = Math.min(...this.#dueMs.values());
  }

  clear(name: Name): void {
    this.#dueMs.delete(name);
    this.#nextMs = Math.min(...this.#dueMs.values());
  }

  has(name: Name): boolean {
    return this.#dueMs.has(name);
  }

  /** The names that are due, in the order they were first set; each comes once. */
  takeDue(nowMs: number): Name[] {
    if (nowMs < this.#nextMs) return [];
    const due = [...this.#dueMs].filter(([, atMs]) => atMs <= nowMs).map(([name]) => name);
    for (const name of due) this.clear(name);
    return due;
  }
}
