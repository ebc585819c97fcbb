import type { Instrument, InstrumentState } from '../../main/core/instrument/instrument.ts';
import { timestampMicros, type TimestampMicros } from '../../main/core/units/timestamp.ts';
import { EarliestFirst } from './earliest-first.ts';
import type { InstrumentSpec } from './instrument-spec.ts';
import { TWELVE_INSTRUMENTS } from './instruments.ts';
import type { EmitChange } from './market-change.ts';
import { MarketFactors } from './market-factors.ts';
import { MarketLoad, MOST_SIZE_SCALE } from './market-load.ts';
import type { RegimeName } from './regime.ts';
import { SimulatedInstrument } from './simulated-instrument.ts';

export type SimulatedMarketOptions = {
  /** 0 to 2^53 - 1. The same seed, specs and calls give the same changes, bit for bit, on every machine. */
  readonly seed: number;
  /** Load: level updates a second over all instruments together, 1 to 200,000, in the mean over some minutes. */
  readonly updatesPerSecond: number;
  /** The simulated clock at the start. Shifts every `venueTime` and changes nothing else. */
  readonly startTime: TimestampMicros;
  readonly instruments?: readonly InstrumentSpec[];
};

const LEAST_REGIME_MS = 200;
const MOST_REGIME_MS = 86_400_000;

/**
 * A market of several instruments on one simulated clock. It acts only within `advanceTo`, `setState` and
 * `changeTerms`, and how time is cut into calls does not matter. An instrument draws from random streams of its own,
 * and what instruments share moves with time alone, so that at the same load of its own one more changes no other.
 */
export class SimulatedMarket {
  readonly #markets: readonly SimulatedInstrument[];
  readonly #load: MarketLoad;
  readonly #startTime: TimestampMicros;
  /** Microseconds since the start. */
  #elapsed = 0;
  readonly #next: EarliestFirst;

  /** @throws RangeError for a seed, load or spec out of range */
  constructor(options: SimulatedMarketOptions) {
    const { seed, updatesPerSecond, startTime, instruments = TWELVE_INSTRUMENTS } = options;
    this.#startTime = startTime;
    this.#load = new MarketLoad(instruments);
    const means = this.#load.meanMicros(updatesPerSecond);
    const factors = new MarketFactors(seed);
    this.#markets = instruments.map((spec, index) => {
      const meanMicros = means[index] ?? 1;
      return new SimulatedInstrument(spec, { index, startTime, seed, meanMicros, factors });
    });
    this.#next = new EarliestFirst(this.#markets.map((market) => market.nextTime));
  }

  /** Present terms of every instrument; the place in this list is the index that changes carry. */
  get instruments(): readonly Instrument[] {
    return this.#markets.map((market) => market.terms);
  }

  /** The simulated clock. */
  get now(): TimestampMicros {
    return timestampMicros(this.#startTime + this.#elapsed);
  }

  /**
   * Lets everything happen up to and including a time, in order of time, ties by index. The listener may set states,
   * change terms and force regimes, but must not advance the market.
   *
   * @throws RangeError when `until` is before `now`
   */
  advanceTo(until: TimestampMicros, emit: EmitChange): void {
    if (until < this.now) throw new RangeError(`expected a time from ${this.now} on, received ${until}`);
    const end = until - this.#startTime;
    for (let time = this.#next.time; time <= end; time = this.#next.time) {
      const index = this.#next.first;
      const market = this.#market(index);
      this.#elapsed = time;
      market.step(emit);
      this.#next.set(index, market.nextTime);
    }
    this.#elapsed = end;
  }

  /**
   * Changes the load from the next order of each instrument on.
   *
   * @param updatesPerSecond 1 to 200,000
   * @param sizeScale how many times as large trades are told as the book saw them, an integer from 1 to 1,000 (1 when
   *   left out): for history nobody sees the book of, made at a low load and to show the volume of a higher one
   * @throws RangeError for either out of range
   */
  setRate(updatesPerSecond: number, { sizeScale = 1 }: { readonly sizeScale?: number } = {}): void {
    if (!Number.isInteger(sizeScale) || sizeScale < 1 || sizeScale > MOST_SIZE_SCALE)
      throw new RangeError(`expected a sizeScale from 1 to ${MOST_SIZE_SCALE}, received ${sizeScale}`);
    const means = this.#load.meanMicros(updatesPerSecond);
    for (const [index, market] of this.#markets.entries()) market.setPace(means[index] ?? 1, sizeScale);
  }

  /**
   * The whole book of an instrument, flat: bids best first, then asks best first.
   *
   * @throws RangeError for an index that names no instrument (as do the methods below)
   */
  levels(index: number): number[] {
    return this.#market(index).levels();
  }

  /** What the market of an instrument is in the middle of. */
  regime(index: number): RegimeName {
    return this.#market(index).regime;
  }

  /**
   * Begins a regime now, instead of the one that holds; when it is over the next is drawn as ever.
   *
   * @param durationMs 200 to 86,400,000, kept to a fifth of a second
   * @returns false, and changes nothing, while the instrument is out of trading
   * @throws RangeError for a duration out of range
   */
  forceRegime(index: number, regime: RegimeName, durationMs: number): boolean {
    const market = this.#market(index);
    if (!(durationMs >= LEAST_REGIME_MS && durationMs <= MOST_REGIME_MS))
      throw new RangeError(
        `expected durationMs from ${LEAST_REGIME_MS} to ${MOST_REGIME_MS}, received ${durationMs}`,
      );
    const hasBegun = market.forceRegime(regime, durationMs * 1_000, this.#elapsed);
    this.#next.set(index, market.nextTime);
    return hasBegun;
  }

  /** Puts an instrument into a state until further notice, also out of a halt of its own. The same state is no change. */
  setState(index: number, state: InstrumentState, reason: string, emit: EmitChange): void {
    const market = this.#market(index);
    market.setState(state, reason, this.#elapsed, emit);
    this.#next.set(index, market.nextTime);
  }

  /**
   * Gives an instrument another tick size (`newTickUnits * 10^-priceDigits`): every order is cancelled and a new book
   * laid around the same price.
   *
   * @param newTickUnits integer, 1 to 10^6
   * @throws RangeError when a book would not fit on such ticks; nothing has changed then
   */
  changeTerms(index: number, newTickUnits: number, emit: EmitChange): void {
    this.#market(index).changeTerms(newTickUnits, this.#elapsed, emit);
  }

  #market(index: number): SimulatedInstrument {
    const market = this.#markets[index];
    if (market === undefined)
      throw new RangeError(`expected an index below ${this.#markets.length}, received ${index}`);
    return market;
  }
}
