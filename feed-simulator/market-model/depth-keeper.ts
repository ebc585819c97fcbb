import { ASK, BID, type Side } from '../../main/core/market-data/flat-levels.ts';
import type { InstrumentSpec } from './instrument-spec.ts';
import { sizeFactor, usualOrders } from './liquidity-profile.ts';
import { REFUSED, type MatchingEngine } from './matching-engine.ts';
import { orderLots } from './order-size.ts';
import type { SeededRandom } from './seeded-random.ts';

/** One far level in this many leaves a gap of a tick before it. */
const GAP_ONE_IN = 5;

/** Lays the first book around a price and keeps each side between its least and most levels from then on. */
export class DepthKeeper {
  readonly #spec: InstrumentSpec;
  readonly #engine: MatchingEngine;
  readonly #random: SeededRandom;

  constructor(spec: InstrumentSpec, engine: MatchingEngine, random: SeededRandom) {
    this.#spec = spec;
    this.#engine = engine;
    this.#random = random;
  }

  /** Fills an empty book: bids at `ticks` and below, asks above, half-way between least and most levels. */
  layBook(ticks: number): void {
    const { least, most } = this.#spec.depth;
    const levels = (least + most) >> 1;
    for (const side of [BID, ASK] as const) {
      let tick = side === BID ? ticks : ticks + 1;
      for (let level = 0; level < levels; level++) {
        const distance = side === BID ? ticks - tick : tick - ticks - 1;
        this.#layLevel(side, tick, distance);
        tick = this.#behind(side, tick);
      }
    }
  }

  /** Adds levels behind the last where a side is too thin, and cancels its last levels where it is too deep. */
  keepBand(): void {
    this.#keepSide(BID);
    this.#keepSide(ASK);
  }

  #keepSide(side: Side): void {
    const resting = this.#engine.side(side);
    const { least, most } = this.#spec.depth;
    while (resting.depth < least) {
      // A side swept empty starts anew behind the touch of the other.
      const last = resting.depth > 0 ? resting.worst : this.#engine.side(side === BID ? ASK : BID).best;
      if (!this.#addBehind(side, last)) break;
    }
    while (resting.depth > most) this.#engine.cancel(this.#engine.orderAt(side, resting.worst, 'newest'));
  }

  /** @returns false where no price is left or the book is full of orders: the one case of a side below its least */
  #addBehind(side: Side, last: number): boolean {
    const { minTicks, maxTicks } = this.#spec.terms;
    const tick = this.#behind(side, last);
    if (tick < minTicks || tick > maxTicks) return false;
    const lots = orderLots(this.#spec, this.#random, sizeFactor(tick));
    return this.#engine.limit(side, tick, lots) !== REFUSED;
  }

  #layLevel(side: Side, tick: number, distance: number): void {
    const usual = usualOrders(tick, distance);
    const orders = 1 + this.#random.below(usual * 2 - 1);
    for (let order = 0; order < orders; order++)
      this.#engine.limit(side, tick, orderLots(this.#spec, this.#random, sizeFactor(tick)));
  }

  #behind(side: Side, tick: number): number {
    const step = this.#random.below(GAP_ONE_IN) === 0 ? 2 : 1;
    return side === BID ? tick - step : tick + step;
  }
}
