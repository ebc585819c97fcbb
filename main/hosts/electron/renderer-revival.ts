/** Deaths of a window's renderer within {@link DEATH_SPAN_MS} after which it is left alone. */
export const MAX_DEATHS = 3;
export const DEATH_SPAN_MS = 60_000;

/** Decides what to do when a window's renderer process dies: reload, until it is plain that reloading does not help. */
export class RendererRevival {
  #deathsMs: number[] = [];

  /** @param nowMs monotonic @param reason Electron's; `clean-exit` is no death */
  judge(reason: string, nowMs: number): 'ignore' | 'reload' | 'give-up' {
    if (reason === 'clean-exit') return 'ignore';
    this.#deathsMs = this.#deathsMs.filter((deathMs) => nowMs - deathMs < DEATH_SPAN_MS);
    this.#deathsMs.push(nowMs);
    return this.#deathsMs.length >= MAX_DEATHS ? 'give-up' : 'reload';
  }
}
