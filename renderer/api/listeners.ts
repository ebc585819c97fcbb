/** A set of listeners that outlives changes made while it is calling them. */
export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** @returns the un-subscribe function */
  add(listener: (value: T) => void): () => void {
    // One entry a call, so that the same function subscribed twice is un-subscribed once at a time.
    const entry = (value: T): void => listener(value);
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  call(value: T): void {
    for (const listener of [...this.#listeners]) if (this.#listeners.has(listener)) listener(value);
  }
}

/** A connection state that calls its listeners on change and tells a new one at once. */
export class Observed<T> {
  readonly #listeners = new Listeners<T>();
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    if (value === this.#value) return;
    this.#value = value;
    this.#listeners.call(value);
  }

  /** @returns the un-subscribe function */
  observe(listener: (value: T) => void): () => void {
    const stop = this.#listeners.add(listener);
    listener(this.#value);
    return stop;
  }
}
