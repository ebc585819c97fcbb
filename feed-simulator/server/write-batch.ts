/** What has something to write once the batch ends. */
export type Flushable = { flush(): void };

/**
 * Gathers what is sent while some work is done, so that each connection gets it in one write. Only those that were
 * sent something are looked at in the end: most steps of a market touch a part of the connections.
 */
export class WriteBatch {
  #depth = 0;
  #waiting: Flushable[] = [];

  /** False: what is sent should be written at once, nobody will ask for it later. */
  get isOpen(): boolean {
    return this.#depth > 0;
  }

  /** To be called by a connection once per batch, when the first thing is sent on it. Flushed in this order. */
  add(connection: Flushable): void {
    this.#waiting.push(connection);
  }

  /** Work within work belongs to the batch that is open. What was sent is written also when the work throws. */
  run(work: () => void): void {
    this.#depth += 1;
    try {
      work();
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) this.#flush();
    }
  }

  #flush(): void {
    const connections = this.#waiting;
    if (connections.length === 0) return;
    this.#waiting = [];
    for (const connection of connections) connection.flush();
  }
}
