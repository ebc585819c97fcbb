import type { Instrument, InstrumentState } from '../../main/core/instrument/instrument.ts';
import { timestampMicros, type TimestampMicros } from '../../main/core/units/timestamp.ts';
import type { InstrumentSpec } from './instrument-spec.ts';
import { TWELVE_INSTRUMENTS } from './instruments.ts';
import type { EmitChange } from './market-change.ts';
import { SimulatedInstrument } from './simulated-instrument.ts';

export type SimulatedMarketOptions = {
  /** 0 to 2^53 - 1. The same seed, specs and calls give the same changes, bit for bit, on every machine. */
  readonly seed: number;
  /** Load, 0.01 to 100: 1 is about 2,000 level updates a second over the twelve instruments. */
  readonly rate: number;
  /** The simulated clock at the start. Shifts every `venueTime` and changes nothing else. */
  readonly startTime: TimestampMicros;
  readonly instruments?: readonly InstrumentSpec[];
};

/**
 * A market of several instruments on one simulated clock. It acts only within `advanceTo`, `setState` and
 * `changeTerms`, and how time is cut into calls does not matter. An instrument draws from random streams of its own,
 * so that adding one changes no other.
 */
export class SimulatedMarket {
  readonly #markets: readonly SimulatedInstrument[];
  readonly #startTime: TimestampMicros;
  /** Microseconds since the start. */
  #elapsed = 0;
  /** `nextTime` of every instrument, side by side, because each event looks for the least of them. */
  readonly #nextTimes: Float64Array;

  /** @throws RangeError for a seed, rate or spec out of range */
  constructor(options: SimulatedMarketOptions) {
    const { seed, rate, startTime } = options;
    this.#startTime = startTime;
    this.#markets = (options.instruments ?? TWELVE_INSTRUMENTS).map(
      (spec, index) => new SimulatedInstrument(spec, { index, startTime, seed, rate }),
    );
    this.#nextTimes = Float64Array.from(this.#markets, (market) => market.nextTime);
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
   * Lets everything happen up to and including a time, in order of time, ties by index. The listener may set states
   * and change terms, but must not advance the market.
   *
   * @throws RangeError when `until` is before `now`
   */
  advanceTo(until: TimestampMicros, emit: EmitChange): void {
    if (until < this.now) throw new RangeError(`expected a time from ${this.now} on, received ${until}`);
    const end = until - this.#startTime;
    for (let index = this.#nextIndex(end); index >= 0; index = this.#nextIndex(end)) {
      const market = this.#market(index);
      this.#elapsed = market.nextTime;
      market.step(emit);
      this.#nextTimes[index] = market.nextTime;
    }
    this.#elapsed = end;
  }

  /** Changes the load from the next order of each instrument on. @throws RangeError outside 0.01 to 100 */
  setRate(rate: number): void {
    for (const market of this.#markets) market.setRate(rate);
  }

  /**
   * The whole book of an instrument, flat: bids best first, then asks best first.
   *
   * @throws RangeError for an index that names no instrument (as do the methods below)
   */
  levels(index: number): number[] {
    return this.#market(index).levels();
  }

  /** Puts an instrument into a state until further notice, also out of a halt of its own. The same state is no change. */
  setState(index: number, state: InstrumentState, reason: string, emit: EmitChange): void {
    const market = this.#market(index);
    market.setState(state, reason, this.#elapsed, emit);
    this.#nextTimes[index] = market.nextTime;
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

  /** Index of the instrument that acts next, -1 when none does until `end`. */
  #nextIndex(end: number): number {
    const times = this.#nextTimes;
    let first = -1;
    let earliest = Infinity;
    for (let index = 0; index < times.length; index++) {
      const time = times[index] ?? Infinity;
      if (time >= earliest) continue;
      first = index;
      earliest = time;
    }
    return earliest <= end ? first : -1;
  }
}
