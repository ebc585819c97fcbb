import type { SeededRandom } from './seeded-random.ts';

/** Time between two steps of the walk. */
const STEP_MICROS = 100_000;
/** Fractions of a tick the walk is kept in. */
const FINE = 1_024;
/** Steps in which the price closes most of its distance to the anchor: 25 s. */
const ANCHOR_PULL = 256;
/** The same for the anchor and the start price: about 55 min. */
const HOME_PULL = 32_768;
/** Standard deviation of `noise` below: four bytes, each uniform on 0..255. */
const NOISE_DEVIATION = 148;
/** A drift of 1 moves the anchor by a 16th of a standard deviation a step. */
const DRIFT_PARTS = 16;

/** Moods of the market: how volatile (16 is normal), how many steps at most, how often among 16. */
const MOODS = [
  { volatility16: 5, mostSteps: 300, weight: 5 },
  { volatility16: 14, mostSteps: 600, weight: 7 },
  { volatility16: 26, mostSteps: 300, weight: 3 },
  { volatility16: 48, mostSteps: 60, weight: 1 },
] as const;
const DRIFTS = Int32Array.of(-2, -1, 0, 0, 0, 0, 1, 2);
const LEAST_MOOD_STEPS = 30;

/**
 * What the instrument is worth just now: a random walk about an anchor that trends, pauses and returns to the start
 * price over hours. It moves with time alone, so the same seed walks the same path whatever the load.
 */
export class ReferencePrice {
  readonly #random: SeededRandom;
  #start: { readonly fine: number; readonly volatility: number };
  #fine: number;
  #anchor: number;
  #mood: { volatility: number; drift: number; stepsLeft: number } = { volatility: 0, drift: 0, stepsLeft: 0 };
  #lastStep = 0;

  /** @param from start price, and standard deviation in 1/1024 tick per 100 ms */
  constructor(random: SeededRandom, from: { startTicks: number; volatility: number }) {
    this.#random = random;
    this.#start = { fine: from.startTicks * FINE, volatility: from.volatility };
    this.#fine = this.#start.fine + FINE / 2;
    this.#anchor = this.#fine;
  }

  /** The whole tick at or below the reference price: bids belong at it or below, asks above. */
  get ticks(): number {
    return Math.floor(this.#fine / FINE);
  }

  /** Walks on to a time in microseconds since the start. An earlier time changes nothing. */
  advanceTo(time: number): void {
    const step = Math.floor(time / STEP_MICROS);
    while (this.#lastStep < step) {
      this.#lastStep++;
      this.#walk();
    }
  }

  /** Stands still until a time: the steps up to it are never walked, as during a halt. */
  skipTo(time: number): void {
    this.#lastStep = Math.max(this.#lastStep, Math.floor(time / STEP_MICROS));
  }

  /** The same price at the same time on other ticks: `fromUnits` and `toUnits` are the old and new tick units. */
  onOtherTicks(fromUnits: number, toUnits: number): ReferencePrice {
    const scaled = (value: number): number => Math.floor((value * fromUnits) / toUnits);
    const other = new ReferencePrice(this.#random, { startTicks: 0, volatility: 0 });
    other.#start = {
      fine: scaled(this.#start.fine),
      volatility: Math.max(1, scaled(this.#start.volatility)),
    };
    other.#fine = scaled(this.#fine);
    other.#anchor = scaled(this.#anchor);
    other.#lastStep = this.#lastStep;
    return other;
  }

  #walk(): void {
    if (this.#mood.stepsLeft === 0) this.#mood = this.#newMood();
    const mood = this.#mood;
    mood.stepsLeft--;
    const own = Math.trunc((noise(this.#random) * mood.volatility) / NOISE_DEVIATION);
    const shared = Math.trunc((noise(this.#random) * mood.volatility) / (2 * NOISE_DEVIATION));
    this.#anchor += shared + mood.drift + Math.trunc((this.#start.fine - this.#anchor) / HOME_PULL);
    this.#fine += own + Math.trunc((this.#anchor - this.#fine) / ANCHOR_PULL);
    this.#keepWithinLimits();
  }

  /** Half to twice the start price: far inside the instrument's own limits, so that a whole book fits around it. */
  #keepWithinLimits(): void {
    const lowest = Math.ceil(this.#start.fine / 2);
    const highest = this.#start.fine * 2;
    this.#anchor = Math.min(highest, Math.max(lowest, this.#anchor));
    this.#fine = Math.min(highest, Math.max(lowest, this.#fine));
  }

  #newMood(): { volatility: number; drift: number; stepsLeft: number } {
    let pick = this.#random.next() >>> 28;
    let mood: (typeof MOODS)[number] = MOODS[0];
    for (const candidate of MOODS) {
      mood = candidate;
      pick -= candidate.weight;
      if (pick < 0) break;
    }
    const volatility = Math.floor((this.#start.volatility * mood.volatility16) / 16);
    const drift = DRIFTS[this.#random.next() >>> 29] ?? 0;
    return {
      volatility,
      drift: Math.trunc((drift * volatility) / DRIFT_PARTS),
      stepsLeft: LEAST_MOOD_STEPS + this.#random.below(mood.mostSteps),
    };
  }
}

/** A bell-shaped integer, -510 to 510 with mean 0: the sum of four random bytes. */
function noise(random: SeededRandom): number {
  const bits = random.next();
  return (bits & 0xff) + ((bits >>> 8) & 0xff) + ((bits >>> 16) & 0xff) + (bits >>> 24) - 510;
}
