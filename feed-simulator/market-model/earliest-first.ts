/**
 * Times side by side, the earliest always known: a tournament whose rounds are played again only on the path of a time
 * that changes, so a change among 200 costs eight comparisons. Equal times go to the lower index.
 */
export class EarliestFirst {
  readonly #leaves: number;
  readonly #times: Float64Array;
  /** Winner (an index) of each match; the root is at 1, the leaves from `#leaves` on. */
  readonly #winners: Int32Array;

  constructor(times: readonly number[]) {
    let leaves = 1;
    while (leaves < times.length) leaves *= 2;
    this.#leaves = leaves;
    this.#times = new Float64Array(leaves).fill(Infinity);
    this.#times.set(times);
    this.#winners = new Int32Array(leaves * 2);
    for (let index = 0; index < leaves; index++) this.#winners[leaves + index] = index;
    for (let match = leaves - 1; match >= 1; match--) this.#play(match);
  }

  /** Index of the earliest time. */
  get first(): number {
    return this.#winners[1] ?? 0;
  }

  /** The earliest time, infinite when nothing is due. */
  get time(): number {
    return this.#times[this.first] ?? Infinity;
  }

  set(index: number, time: number): void {
    this.#times[index] = time;
    for (let match = (this.#leaves + index) >> 1; match >= 1; match >>= 1) this.#play(match);
  }

  #play(match: number): void {
    const left = this.#winners[match * 2] ?? 0;
    const right = this.#winners[match * 2 + 1] ?? 0;
    this.#winners[match] = (this.#times[right] ?? Infinity) < (this.#times[left] ?? Infinity) ? right : left;
  }
}
