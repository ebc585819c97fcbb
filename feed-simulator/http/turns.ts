/** What turns are asked of: the venue of now. */
export type BusyVenue = {
  readonly isBusy: boolean;
  /** Does it, and counts the time it takes. */
  spend(work: () => void): void;
};

/** Requests that cost the venue time, each begun when there is some: at once, or in their order after a later step. */
export class Turns {
  readonly #venue: () => BusyVenue;
  readonly #waiting: (() => void)[] = [];

  constructor(venue: () => BusyVenue) {
    this.#venue = venue;
  }

  get count(): number {
    return this.#waiting.length;
  }

  /** Resolves with what `work` returns; rejects when it throws. */
  take<Result>(work: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        try {
          this.#venue().spend(() => resolve(work()));
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      if (this.#waiting.length === 0 && !this.#venue().isBusy) begin();
      else this.#waiting.push(begin);
    });
  }

  /** To be called after each step of the venue. */
  tick(): void {
    while (this.#waiting.length > 0 && !this.#venue().isBusy) this.#waiting.shift()?.();
  }

  /** Begins all, busy or not: the venue goes. */
  finish(): void {
    for (const begin of this.#waiting.splice(0)) begin();
  }
}
