import { ASK, BID, type Side } from '../../main/core/market-data/flat-levels.ts';
import { bookReach, type InstrumentSpec } from './instrument-spec.ts';
import { sizeFactor, usualOrders } from './liquidity-profile.ts';
import type { MatchingEngine } from './matching-engine.ts';
import { orderLots } from './order-size.ts';
import { geometricCount, powerLawDistance } from './sampling.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Chances in 1024ths. */
const INFORMED_ACTS = 620;
const IMPROVES_SPREAD = 260;

/** A market order is followed by another of its kind with this chance in 256ths, at most so often. */
const BURST_CONTINUES_256 = 120;
const LONGEST_BURST = 12;
/** The informed take this many order sizes for every tick the touch is wrong by. */
const INFORMED_SIZES = 5;

/**
 * Who trades: the informed, who lift what rests on the wrong side of the reference price; the impatient, whose market
 * orders come in bursts; and the makers, who narrow the spread, add and cancel. One `step` is one decision of one of
 * them, and every decision is an order to the matching engine.
 */
export class OrderFlow {
  readonly #spec: InstrumentSpec;
  readonly #engine: MatchingEngine;
  readonly #random: SeededRandom;
  #burst: { side: Side; left: number } = { side: BID, left: 0 };

  constructor(spec: InstrumentSpec, engine: MatchingEngine, random: SeededRandom) {
    this.#spec = spec;
    this.#engine = engine;
    this.#random = random;
  }

  /** True while market orders follow one another quickly. */
  isBursting(): boolean {
    return this.#burst.left > 0;
  }

  /** @param reference whole tick at or below the reference price: bids belong at it or below, asks above */
  step(reference: number): void {
    if (this.#burst.left > 0) {
      this.#burst.left--;
      this.#take(this.#burst.side);
      return;
    }
    const roll = this.#random.next() >>> 22;
    if (this.#actInformed(reference, roll)) return;
    if (roll < this.#spec.marketOrders1024) this.#startBurst();
    else if (!this.#narrowSpread(reference, roll)) this.#quote();
  }

  #actInformed(reference: number, roll: number): boolean {
    if (roll >= INFORMED_ACTS) return false;
    const patience = this.#random.next() >>> 31;
    const bidsTooHigh = this.#engine.bids.best - reference - 1 - patience;
    const asksTooLow = reference - this.#engine.asks.best - patience;
    if (bidsTooHigh < 0 && asksTooLow < 0) return false;
    const side = asksTooLow >= 0 ? BID : ASK;
    const ticks = Math.max(asksTooLow, bidsTooHigh) + 1 + patience;
    const lots = orderLots(this.#spec, this.#random, INFORMED_SIZES * ticks);
    this.#engine.immediateOrCancel(side, side === BID ? reference : reference + 1, lots);
    return true;
  }

  #startBurst(): void {
    const side: Side = this.#random.next() >>> 31 === 0 ? BID : ASK;
    this.#burst = { side, left: geometricCount(this.#random, BURST_CONTINUES_256, LONGEST_BURST) };
    this.#take(side);
  }

  #take(side: Side): void {
    this.#engine.market(side, orderLots(this.#spec, this.#random, 1));
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
    this.#add(side, side === BID ? bid + better : ask - better, 0);
    return true;
  }

  /** Adds or cancels one order at a level chosen by distance, so that each level tends to its usual number. */
  #quote(): void {
    const side: Side = this.#random.next() >>> 31 === 0 ? BID : ASK;
    const resting = this.#engine.side(side);
    const distance = this.#quoteDistance();
    const tick = side === BID ? resting.best - distance : resting.best + distance;
    const usual = usualOrders(tick, distance);
    const orders = resting.ordersAt(tick);
    if (this.#random.below(usual + orders) < usual) this.#add(side, tick, distance);
    else this.#cancelAt(side, tick);
  }

  #quoteDistance(): number {
    const distance = powerLawDistance(this.#random);
    const reach = bookReach(this.#spec.depth);
    return distance < reach ? distance : this.#random.below(this.#spec.depth.least);
  }

  #add(side: Side, tick: number, distance: number): void {
    const { minTicks, maxTicks } = this.#spec.terms;
    if (tick < minTicks || tick > maxTicks) return;
    const factor = sizeFactor(tick, distance);
    // A full book refuses the order; the flow cancels as much as it adds, so room comes back by itself.
    this.#engine.limit(side, tick, orderLots(this.#spec, this.#random, factor));
  }

  /** Makers pull what they placed last more often than what has waited longest. */
  #cancelAt(side: Side, tick: number): void {
    const which = this.#random.next() >>> 30 === 0 ? 'oldest' : 'newest';
    this.#engine.cancel(this.#engine.orderAt(side, tick, which));
  }
}
