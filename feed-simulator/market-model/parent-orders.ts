import { ASK, BID, type Side } from '../../main/core/market-data/flat-levels.ts';
import { powerLaw } from './sampling.ts';
import type { SeededRandom } from './seeded-random.ts';

/** One child in so many is of somebody who has no more to trade than that. */
const LONER_ONE_IN = 5;
/** Lasting push when the first child trades; k children push by this times the root of k. */
const IMPACT = 0.4;

/**
 * One market order: its side, and the push it gives the price, in deviations of the price over the mean time between
 * two such orders.
 */
export type Child = { readonly side: Side; readonly push: number };

/**
 * Large orders traded in small pieces, one after the other on the same side, their lengths a power law: the cause of
 * the long memory of trade signs by Lillo, Mike and Farmer (Physical Review E, 2005), who find the signs'
 * autocorrelation to fall with the lengths' exponent less one, here about 0.5. What a parent order moves the price by
 * grows with the root of its length (Toth and others, Physical Review X, 2011).
 */
export class ParentOrders {
  readonly #random: SeededRandom;
  readonly #longest: number;
  #side: Side = BID;
  #traded = 0;
  #left = 0;

  /** @param longest most children of one parent; 1 for no memory at all */
  constructor(random: SeededRandom, longest: number) {
    this.#random = random;
    this.#longest = longest;
  }

  /** @param buyers256 chance in 256ths that a parent who comes now buys */
  next(buyers256: number): Child {
    if (this.#random.below(LONER_ONE_IN) === 0) {
      const side = this.#drawSide(buyers256);
      return { side, push: side === BID ? IMPACT / 4 : -IMPACT / 4 };
    }
    if (this.#left === 0) {
      this.#side = this.#drawSide(buyers256);
      this.#left = powerLaw(this.#random, this.#longest);
      this.#traded = 0;
    }
    this.#left--;
    this.#traded++;
    const push = IMPACT * (Math.sqrt(this.#traded) - Math.sqrt(this.#traded - 1));
    return { side: this.#side, push: this.#side === BID ? push : -push };
  }

  #drawSide(buyers256: number): Side {
    return this.#random.next() >>> 24 < buyers256 ? BID : ASK;
  }
}
