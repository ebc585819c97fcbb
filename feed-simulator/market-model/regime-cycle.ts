import { STEP_MICROS } from './market-factors.ts';
import { ALL_WEIGHTS, REGIME_NAMES, REGIMES, type RegimeName, type RegimeTraits } from './regime.ts';
import type { SeededRandom } from './seeded-random.ts';

const STEPS_PER_SECOND = 1_000_000 / STEP_MICROS;
/** Steps gone through before the start, at most: ten minutes. */
const MOST_STEPS_BEFORE = 600 * STEPS_PER_SECOND;
/** A trend moves the price by this part of a standard deviation in each step. */
const TREND = 1 / 32;
/** Shares of a flash crash's time: until here it falls, until there it stands; the rest is recovery. */
const FALL_ENDS = 0.15;
const TROUGH_ENDS = 0.25;
/** A flash crash takes this share of the price, in basis points, and gives this much of it back. */
const LEAST_FALL = 100;
const MOST_FALL = 300;
const RECOVERS = 0.85;

/**
 * One instrument's regimes, one after the other in the steps of the market, drawn from a stream of its own: they change with
 * time alone, whatever the load.
 */
export class RegimeCycle {
  readonly #random: SeededRandom;
  #name: RegimeName = 'calm';
  #traits: RegimeTraits = REGIMES.calm;
  #steps = 0;
  #stepsLeft = 0;
  #isUp = false;
  #fall = 0;

  constructor(random: SeededRandom) {
    this.#random = random;
    // A market begins in the middle of things: the first regime is one that time, not the draw, makes likely.
    for (let left = random.below(MOST_STEPS_BEFORE); left >= 0; left--) this.step();
  }

  get name(): RegimeName {
    return this.#name;
  }

  /** What holds now; an opening burst fades while it lasts. */
  get traits(): RegimeTraits {
    return this.#traits;
  }

  /** Steps until the next regime is drawn. */
  get stepsLeft(): number {
    return this.#stepsLeft;
  }

  /** Chance in 256ths that somebody who comes now buys. */
  get buyers256(): number {
    if (this.#name === 'trending') return this.#isUp ? 176 : 80;
    if (this.#name !== 'flashCrash') return 128;
    return this.#progress() < FALL_ENDS ? 24 : 160;
  }

  /** Goes one step on, into another regime where this one is over. */
  step(): void {
    if (this.#stepsLeft === 0) this.#draw();
    this.#stepsLeft--;
    if (this.#name === 'opening') this.#traits = faded(this.#stepsLeft / this.#steps);
  }

  /** Begins a regime now. @param steps 1 or more */
  force(name: RegimeName, steps: number): void {
    this.#name = name;
    this.#traits = REGIMES[name];
    this.#steps = steps;
    this.#stepsLeft = steps;
    if (name === 'trending') this.#isUp = this.#random.next() >>> 31 === 1;
    if (name === 'flashCrash') this.#fall = LEAST_FALL + this.#random.below(MOST_FALL - LEAST_FALL + 1);
  }

  /** By how much the regime carries the price in this step. @param deviation of one step; in the unit of `price` */
  drift(price: number, deviation: number): number {
    if (this.#name === 'trending') return this.#isUp ? deviation * TREND : -deviation * TREND;
    if (this.#name !== 'flashCrash') return 0;
    const progress = this.#progress();
    const depth = (price * this.#fall) / 10_000;
    if (progress < FALL_ENDS) return -depth / (this.#steps * FALL_ENDS);
    if (progress < TROUGH_ENDS) return 0;
    return (depth * RECOVERS) / (this.#steps * (1 - TROUGH_ENDS));
  }

  #progress(): number {
    return 1 - this.#stepsLeft / this.#steps;
  }

  #draw(): void {
    let pick = this.#random.below(ALL_WEIGHTS);
    let drawn: RegimeName = 'calm';
    for (const name of REGIME_NAMES) {
      drawn = name;
      pick -= REGIMES[name].weight;
      if (pick < 0) break;
    }
    this.force(drawn, this.#drawSteps(drawn));
  }

  #drawSteps(name: RegimeName): number {
    const { leastSeconds, mostSeconds } = REGIMES[name];
    return (
      STEPS_PER_SECOND * leastSeconds + this.#random.below(STEPS_PER_SECOND * (mostSeconds - leastSeconds))
    );
  }
}

/** An opening burst with that share of its time left: from its full strength down to the usual. */
function faded(left: number): RegimeTraits {
  const { activity, volatility, liquidity16, takers16 } = REGIMES.opening;
  return {
    activity: 1 + (activity - 1) * left,
    volatility: 1 + (volatility - 1) * left,
    liquidity16: Math.round(16 + (liquidity16 - 16) * left),
    takers16: Math.round(16 + (takers16 - 16) * left),
  };
}
