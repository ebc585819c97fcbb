/** Share of the way to the new maximum gone at each painted frame: quickly up, so that no bar is cut for long; slowly down. */
const RISE = 0.35;
const FALL = 0.05;
/** Nearer than this share of the scale nothing visible changes any more. */
const CLOSE_ENOUGH = 0.02;

/**
 * The size, in lots, that fills a bar. Eases to the largest visible size instead of jumping to it, one step a painted
 * frame; at rest it asks for no more frames.
 */
export class BarScale {
  #fullLots = 0;

  get fullLots(): number {
    return this.#fullLots;
  }

  /** Forgets the scale: the next maximum is taken at once. */
  reset(): void {
    this.#fullLots = 0;
  }

  /**
   * @param largestLots largest visible size
   * @returns whether the scale is still on its way and wants another painted frame
   */
  easeTo(largestLots: number): boolean {
    if (largestLots <= 0) return false;
    const way = largestLots - this.#fullLots;
    if (this.#fullLots === 0 || Math.abs(way) <= largestLots * CLOSE_ENOUGH) {
      this.#fullLots = largestLots;
      return false;
    }
    this.#fullLots += way * (way > 0 ? RISE : FALL);
    return true;
  }

  /** @returns 0 to 1 */
  share(lots: number): number {
    return this.#fullLots === 0 ? 0 : Math.min(1, lots / this.#fullLots);
  }
}
