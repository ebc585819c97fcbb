import { STEP_MICROS, type FactorPath } from './market-factors.ts';
import type { RegimeCycle } from './regime-cycle.ts';
import { bellNoise } from './sampling.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { VolatilityCascade } from './volatility-cascade.ts';

/** Fractions of a tick, and the time, that a volatility is told in. */
const PARTS = 1_024;
const TOLD_FOR_MICROS = 100_000;
/** Steps in which the price closes most of its distance to the start price: 29 h. */
const HOME_PULL = 0x8_0000;

/** Price at the start, deviation of 100 ms in 1/1024 tick, and whose moves it shares, as shares of variance. */
type PriceTerms = {
  readonly startTicks: number;
  readonly volatility: number;
  readonly sharedMoves: { readonly market: number; readonly family: number };
};

/** What makes the price move. */
type PriceMovers = {
  readonly noise: SeededRandom;
  readonly volatility: VolatilityCascade;
  readonly regimes: RegimeCycle;
  readonly market: FactorPath;
  readonly family: FactorPath;
};

/**
 * What the instrument is worth just now: a random walk of its own plus its shares of two factors, under a volatility
 * that clusters, carried along by its regime and drawn home over days. It moves with time, the same whatever the load,
 * but for the small lasting push that trades give it.
 */
export class ReferencePrice {
  readonly #movers: PriceMovers;
  /** All in ticks. */
  #price: number;
  #start: number;
  #own: number;
  #marketMove: number;
  #familyMove: number;
  #marketLevel = 0;
  #familyLevel = 0;
  #lastStep = 0;

  constructor(terms: PriceTerms, movers: PriceMovers) {
    this.#movers = movers;
    this.#start = terms.startTicks;
    this.#price = terms.startTicks + 0.5;
    const { market, family } = terms.sharedMoves;
    const deviation = (terms.volatility / PARTS) * Math.sqrt(STEP_MICROS / TOLD_FOR_MICROS);
    this.#own = deviation * Math.sqrt(1 - market - family);
    this.#marketMove = deviation * Math.sqrt(market);
    this.#familyMove = deviation * Math.sqrt(family);
  }

  /** The whole tick at or below the reference price: bids belong at it or below, asks above. */
  get ticks(): number {
    return Math.floor(this.#price);
  }

  /** Walks on to a time in microseconds since the start. An earlier time changes nothing. */
  advanceTo(time: number): void {
    const step = Math.floor(time / STEP_MICROS);
    if (step <= this.#lastStep) return;
    for (; this.#lastStep < step; this.#lastStep++) this.#walk();
    const market = this.#movers.market.levelAt(step);
    const family = this.#movers.family.levelAt(step);
    const shared =
      (market - this.#marketLevel) * this.#marketMove + (family - this.#familyLevel) * this.#familyMove;
    this.#marketLevel = market;
    this.#familyLevel = family;
    this.#moveTo(this.#price + shared);
  }

  /** Stands still until a time: as during a halt. */
  skipTo(time: number): void {
    const step = Math.floor(time / STEP_MICROS);
    if (step <= this.#lastStep) return;
    for (; this.#lastStep < step; this.#lastStep++) this.#movers.volatility.step();
    this.#marketLevel = this.#movers.market.levelAt(step);
    this.#familyLevel = this.#movers.family.levelAt(step);
  }

  /**
   * What a trade has taught the market: moves the price for good, so that the part of trades in its variance is the
   * same whatever the load.
   *
   * @param deviations of either sign, each the price's own deviation over `micros`
   */
  push(deviations: number, micros: number): void {
    this.#moveTo(this.#price + deviations * this.#own * Math.sqrt(micros / STEP_MICROS));
  }

  /** The same price on other ticks: `fromUnits` and `toUnits` are the old and new tick units. */
  changeTicks(fromUnits: number, toUnits: number): void {
    const scaled = (value: number): number => (value * fromUnits) / toUnits;
    this.#start = scaled(this.#start);
    this.#price = scaled(this.#price);
    this.#own = scaled(this.#own);
    this.#marketMove = scaled(this.#marketMove);
    this.#familyMove = scaled(this.#familyMove);
  }

  #walk(): void {
    const { noise, volatility, regimes } = this.#movers;
    regimes.step();
    const deviation = this.#own * volatility.step() * regimes.traits.volatility;
    const home = (this.#start - this.#price) / HOME_PULL;
    this.#moveTo(this.#price + bellNoise(noise) * deviation + regimes.drift(this.#price, deviation) + home);
  }

  /** Half to twice the start price: far inside the instrument's own limits, so that a whole book fits around it. */
  #moveTo(price: number): void {
    this.#price = Math.min(this.#start * 2, Math.max(this.#start / 2, price));
  }
}
