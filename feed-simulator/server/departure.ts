const SPREAD_MS = 2_000;

/** How the venue leaves: what it tells whom, so that its clients do not all come back at once. */
export class Departure {
  readonly #spreadMs: number;
  readonly #random: () => number;
  #reason: string | null = null;

  /** @param options.random 0 to below 1 */
  constructor(options: { spreadMs?: number; random?: () => number }) {
    this.#spreadMs = options.spreadMs ?? SPREAD_MS;
    this.#random = options.random ?? (() => 0);
  }

  /** Null while the venue stays. */
  get reason(): string | null {
    return this.#reason;
  }

  /** The venue leaves from now on. @returns delays in milliseconds, spread evenly over so many clients */
  begin(reason: string, clients: number): number[] {
    this.#reason = reason;
    const shift = this.#random();
    return Array.from({ length: clients }, (_, place) =>
      Math.floor((this.#spreadMs * (place + shift)) / clients),
    );
  }

  /** For one more client. */
  delayMs(): number {
    return Math.floor(this.#spreadMs * this.#random());
  }
}
