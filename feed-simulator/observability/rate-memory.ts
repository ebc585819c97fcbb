/** Rates are over at least this long: shorter, and one burst looks like a market. */
const MIN_SPAN_MS = 1_000;

type Totals = ReadonlyMap<string, number>;
type Look = { readonly atMs: number; readonly totals: Totals };

/**
 * What running totals do per second, made out of two looks at them: no timer, and no cost when nobody looks. Whoever looks
 * gets the rate since the latest look that is a second old, so that two who look do not shorten each other's span.
 */
export class RateMemory {
  #older: Look | null = null;
  #newer: Look | null = null;

  /**
   * Remembers the totals of now.
   *
   * @param nowMs monotonic
   * @returns per name the change a second; null for a name not seen a second ago, and where a total has gone down, as it
   *   does when the venue starts anew
   */
  look(nowMs: number, totals: Totals): (name: string) => number | null {
    if (this.#newer === null || nowMs - this.#newer.atMs >= MIN_SPAN_MS) {
      this.#older = this.#newer;
      this.#newer = { atMs: nowMs, totals };
    }
    const before = this.#older;
    if (before === null) return () => null;
    return (name) => {
      const [from, to] = [before.totals.get(name), totals.get(name)];
      if (from === undefined || to === undefined || to < from) return null;
      return ((to - from) * 1_000) / (nowMs - before.atMs);
    };
  }
}
