import { ASK, BID, type Side } from '../../main/core/market-data/flat-levels.ts';
import { bookReach, type InstrumentSpec } from './instrument-spec.ts';
import { sizeFactor, usualOrders } from './liquidity-profile.ts';
import type { MatchingEngine } from './matching-engine.ts';
import { orderLots } from './order-size.ts';
import { ParentOrders } from './parent-orders.ts';
import { powerLawDistance } from './sampling.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Chances in 1024ths. */
const INFORMED_ACTS = 620;
const IMPROVES_SPREAD = 420;
/** One in so many of the informed takes what rests wrongly; the others are makers who pull it in time. */
const TAKERS_ONE_IN = 8;
/** The informed take this many order sizes for every tick the touch is wrong by. */
const INFORMED_SIZES = 5;
/** Orders a maker pulls at once, at most. */
const MOST_PULLED = 32;
/** One child in so many takes more than the touch offers. */
const SWEEPS_ONE_IN = 2;
/** Then it goes on to here behind the touch, in ticks. */
const LONGEST_SWEEP = 60;

/** What the flow is told before each step. */
export type FlowMood = {
  readonly liquidity16: number;
  readonly takers16: number;
  readonly buyers256: number;
};

/**
 * Who trades: the informed, who pull or lift what rests on the wrong side of the reference price; the impatient, who
 * split large orders into market orders; and the makers, who narrow the spread, add and cancel at rates that fall with
 * the distance to the touch (Cont, Stoikov and Talreja, Operations Research, 2010). One `step` is one decision of one
 * of them, and every decision is an order to the matching engine.
 */
export class OrderFlow {
  readonly #spec: InstrumentSpec;
  readonly #engine: MatchingEngine;
  readonly #random: SeededRandom;
  readonly #parents: ParentOrders;

  constructor(spec: InstrumentSpec, engine: MatchingEngine, random: SeededRandom) {
    this.#spec = spec;
    this.#engine = engine;
    this.#random = random;
    this.#parents = new ParentOrders(random, spec.longestParent);
  }

  /**
   * @param reference whole tick at or below the reference price: bids belong at it or below, asks above
   * @returns the lasting push a trade gives to what the instrument is worth, as of `Child`; 0 for nearly every step
   */
  step(reference: number, mood: FlowMood): number {
    const roll = this.#random.next() >>> 22;
    if (this.#actInformed(reference, roll)) return 0;
    if (roll < (this.#spec.marketOrders1024 * mood.takers16) >> 4) return this.#take(mood.buyers256);
    if (!this.#narrowSpread(reference, roll)) this.#quote(mood.liquidity16);
    return 0;
  }

  #actInformed(reference: number, roll: number): boolean {
    if (roll >= INFORMED_ACTS) return false;
    const patience = this.#random.next() >>> 31;
    const bidsTooHigh = this.#engine.bids.best - reference - 1 - patience;
    const asksTooLow = reference - this.#engine.asks.best - patience;
    if (bidsTooHigh < 0 && asksTooLow < 0) return false;
    const wrong: Side = asksTooLow >= 0 ? ASK : BID;
    const ticks = Math.max(asksTooLow, bidsTooHigh) + 1 + patience;
    if (this.#random.below(TAKERS_ONE_IN) !== 0) {
      this.#pull(wrong, reference);
      return true;
    }
    const lots = orderLots(this.#spec, this.#random, INFORMED_SIZES * ticks);
    if (wrong === ASK) this.#engine.immediateOrCancel(BID, reference, lots);
    else this.#engine.immediateOrCancel(ASK, reference + 1, lots);
    return true;
  }

  /** Cancels what rests on the wrong side of the reference price, best first. */
  #pull(wrong: Side, reference: number): void {
    const resting = this.#engine.side(wrong);
    for (let pulled = 0; pulled < MOST_PULLED; pulled++) {
      const tick = resting.best;
      if (tick < 0 || (wrong === ASK ? tick > reference : tick <= reference)) return;
      this.#engine.cancel(this.#engine.orderAt(wrong, tick, 'newest'));
    }
  }

  /** Most market orders take no more than the touch offers (Farmer and others, Quantitative Finance, 2004). */
  #take(buyers256: number): number {
    const { side, push } = this.#parents.next(buyers256);
    const touch = this.#engine.side(side === BID ? ASK : BID).best;
    if (touch < 0) return 0;
    const reach = this.#random.below(SWEEPS_ONE_IN) === 0 ? LONGEST_SWEEP : 0;
    const limit = side === BID ? touch + reach : Math.max(0, touch - reach);
    this.#engine.immediateOrCancel(side, limit, orderLots(this.#spec, this.#random, 1));
    return push;
  }

  /** A better bid below the reference price or a better ask above it, when the spread has room for one. */
  #narrowSpread(reference: number, roll: number): boolean {
    if (roll >= IMPROVES_SPREAD) return false;
    const bid = this.#engine.bids.best;
    const ask = this.#engine.asks.best;
    const bidRoom = Math.min(reference, ask - 1) - bid;
    const askRoom = ask - Math.max(reference + 1, bid + 1);
    if (bidRoom <= 0 && askRoom <= 0) return false;
    const side: Side = bidRoom > askRoom ? BID : askRoom > bidRoom ? ASK : (roll & 1) === 0 ? BID : ASK;
    const better = 1 + this.#random.below(side === BID ? bidRoom : askRoom);
    this.#add(side, side === BID ? bid + better : ask - better);
    return true;
  }

  /**
   * Adds or cancels one order at a level chosen by distance, so that each level tends to its usual number. An order's
   * chance of being cancelled therefore falls with its distance as the chance of the level does.
   */
  #quote(liquidity16: number): void {
    const side: Side = this.#random.next() >>> 31 === 0 ? BID : ASK;
    const resting = this.#engine.side(side);
    const distance = this.#quoteDistance();
    const tick = side === BID ? resting.best - distance : resting.best + distance;
    const usual = usualOrders(tick, distance) * liquidity16;
    const orders = resting.ordersAt(tick) * 16;
    if (this.#random.below(usual + orders) < usual) this.#add(side, tick);
    else this.#cancelAt(side, tick);
  }

  #quoteDistance(): number {
    const distance = powerLawDistance(this.#random);
    const reach = bookReach(this.#spec.depth);
    return distance < reach ? distance : this.#random.below(this.#spec.depth.least);
  }

  #add(side: Side, tick: number): void {
    const { minTicks, maxTicks } = this.#spec.terms;
    if (tick < minTicks || tick > maxTicks) return;
    const factor = sizeFactor(tick);
    // A full book refuses the order; the flow cancels as much as it adds, so room comes back by itself.
    this.#engine.limit(side, tick, orderLots(this.#spec, this.#random, factor));
  }

  /** Makers pull what they placed last more often than what has waited longest. */
  #cancelAt(side: Side, tick: number): void {
    const which = this.#random.next() >>> 30 === 0 ? 'oldest' : 'newest';
    this.#engine.cancel(this.#engine.orderAt(side, tick, which));
  }
}
