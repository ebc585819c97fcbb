import type { Instrument, InstrumentState } from '../../main/core/instrument/instrument.ts';
import { timestampMicros, type TimestampMicros } from '../../main/core/units/timestamp.ts';
import { HaltRule } from './halt-rule.ts';
import { HawkesArrivals } from './hawkes-arrivals.ts';
import { requireSpec, specOnOtherTicks, type InstrumentSpec } from './instrument-spec.ts';
import type { EmitChange, SimulatedTrade } from './market-change.ts';
import { STEP_MICROS, type MarketFactors } from './market-factors.ts';
import { ReferencePrice } from './reference-price.ts';
import { RegimeCycle } from './regime-cycle.ts';
import type { RegimeName } from './regime.ts';
import { SeededRandom } from './seeded-random.ts';
import { SimulatedBook } from './simulated-book.ts';
import { VolatilityCascade } from './volatility-cascade.ts';

/** Where an instrument stands in its market: its index there, and the time at which the market's own clock was 0. */
type MarketPlace = { readonly index: number; readonly startTime: TimestampMicros };

const OPENING_STEPS = 450;

/** One instrument's market: its terms and state, its book, its reference price and the time of its next event. */
export class SimulatedInstrument {
  readonly #place: MarketPlace;
  readonly #orders: SeededRandom;
  readonly #arrivals: HawkesArrivals;
  readonly #regimes: RegimeCycle;
  readonly #reference: ReferencePrice;
  readonly #haltRule: HaltRule;
  #spec: InstrumentSpec;
  #book: SimulatedBook;
  #nextTime: number;
  #sizeScale = 1;
  /** Mean time between two orders of the impatient. */
  #takeMicros: number;

  /**
   * @param from seed of the whole market, and the mean microseconds between two orders; each instrument draws from
   *   streams named by its own id
   */
  constructor(
    spec: InstrumentSpec,
    from: MarketPlace & { seed: number; meanMicros: number; factors: MarketFactors },
  ) {
    requireSpec(spec);
    const stream = (name: string): SeededRandom => new SeededRandom(from.seed, `${spec.terms.id} ${name}`);
    this.#place = { index: from.index, startTime: from.startTime };
    this.#spec = spec;
    this.#orders = stream('orders');
    this.#arrivals = new HawkesArrivals(stream('waits'), from.meanMicros, spec.branching256 / 256);
    this.#regimes = new RegimeCycle(stream('regimes'));
    this.#haltRule = new HaltRule(spec.halt);
    this.#reference = new ReferencePrice(spec, {
      noise: stream('price'),
      volatility: new VolatilityCascade(from.seed, spec.terms.id),
      regimes: this.#regimes,
      market: from.factors.market,
      family: from.factors.family(spec.family),
    });
    this.#book = new SimulatedBook(spec, this.#orders, this.#reference.ticks);
    this.#takeMicros = takeMicros(spec, from.meanMicros);
    this.#nextTime = spec.terms.state === 'trading' ? this.#wait() : Infinity;
  }

  /** The terms as they are now, state included. */
  get terms(): Instrument {
    return this.#spec.terms;
  }

  get regime(): RegimeName {
    return this.#regimes.name;
  }

  /** When this instrument acts next, in microseconds since the market's start; never while it is put out of trading. */
  get nextTime(): number {
    return this.#nextTime;
  }

  /** Whole book, flat: bids best first, then asks best first. */
  levels(): number[] {
    return this.#book.levels();
  }

  /** @param sizeScale trades are told so many times as large */
  setPace(meanMicros: number, sizeScale: number): void {
    this.#arrivals.setMean(meanMicros);
    this.#takeMicros = takeMicros(this.#spec, meanMicros);
    this.#sizeScale = sizeScale;
  }

  /** Begins a regime at `time` and acts at once. @returns false, and changes nothing, out of trading */
  forceRegime(name: RegimeName, durationMicros: number, time: number): boolean {
    if (this.#spec.terms.state !== 'trading') return false;
    this.#reference.advanceTo(time);
    this.#regimes.force(name, Math.max(1, Math.round(durationMicros / STEP_MICROS)));
    this.#nextTime = time + 1;
    return true;
  }

  /** Carries out the event due at `nextTime`: an order, or the beginning or end of a halt. */
  step(emit: EmitChange): void {
    const time = this.#nextTime;
    if (this.#spec.terms.state !== 'trading') {
      this.setState('trading', 'trading resumes after a halt', time, emit);
      return;
    }
    this.#reference.advanceTo(time);
    if (this.#regimes.name === 'halt') {
      this.#halt('paused for news', this.#regimes.stepsLeft * STEP_MICROS, time, emit);
      return;
    }
    this.#order(time, emit);
  }

  /**
   * Puts the instrument into a state until further notice. The same state again emits nothing, but a halt that would
   * have ended by itself now stays.
   */
  setState(state: InstrumentState, reason: string, time: number, emit: EmitChange): void {
    if (state !== 'trading') this.#nextTime = Infinity;
    if (this.#spec.terms.state === state) return;
    this.#spec = { ...this.#spec, terms: { ...this.#spec.terms, state } };
    if (state === 'trading') this.#reopen(time);
    emit({ kind: 'state', instrument: this.#place.index, venueTime: this.#venueTime(time), state, reason });
  }

  /** Cancels every order and opens anew around the same price on ticks of `tickUnits`. */
  changeTerms(tickUnits: number, time: number, emit: EmitChange): void {
    const old = this.#spec.terms.tickUnits;
    this.#spec = specOnOtherTicks(this.#spec, tickUnits);
    this.#reference.changeTicks(old, tickUnits);
    this.#book = new SimulatedBook(this.#spec, this.#orders, this.#reference.ticks);
    this.#haltRule.reset();
    emit({
      kind: 'terms',
      instrument: this.#place.index,
      venueTime: this.#venueTime(time),
      definition: this.terms,
      levels: this.levels(),
    });
  }

  #order(time: number, emit: EmitChange): void {
    const { liquidity16, takers16 } = this.#regimes.traits;
    const mood = { liquidity16, takers16, buyers256: this.#regimes.buyers256 };
    const push = this.#book.step(this.#reference.ticks, mood);
    if (push !== 0) this.#reference.push(push, this.#takeMicros);
    const venueTime = this.#venueTime(time);
    const trades = this.#book.takeTrades(venueTime, this.#sizeScale);
    const levels = this.#book.takeLevels();
    // Before the listener hears of it: it may put the instrument out of trading.
    this.#nextTime = time + this.#wait();
    if (levels.length > 0) emit({ kind: 'book', instrument: this.#place.index, venueTime, levels, trades });
    if (trades.length > 0) this.#haltIfMoved(trades, time, emit);
  }

  #haltIfMoved(trades: readonly SimulatedTrade[], time: number, emit: EmitChange): void {
    let hasMoved = false;
    for (const trade of trades) hasMoved = this.#haltRule.observe(time, trade.price) || hasMoved;
    if (!hasMoved || this.#spec.terms.state !== 'trading') return;
    const { moveBasisPoints, windowMicros, haltMicros } = this.#spec.halt;
    const reason = `moved more than ${moveBasisPoints / 100} % within ${windowMicros / 1_000_000} s`;
    this.#halt(reason, haltMicros, time, emit);
  }

  #halt(reason: string, micros: number, time: number, emit: EmitChange): void {
    this.setState('halted', reason, time, (change) => {
      this.#nextTime = time + Math.max(1, micros);
      emit(change);
    });
  }

  /** The price has stood still, and all who waited come at once. */
  #reopen(time: number): void {
    this.#reference.skipTo(time);
    this.#haltRule.reset();
    this.#regimes.force('opening', OPENING_STEPS);
    this.#nextTime = time + this.#wait();
  }

  #wait(): number {
    return this.#arrivals.wait(this.#regimes.traits.activity);
  }

  #venueTime(time: number): TimestampMicros {
    return timestampMicros(this.#place.startTime + time);
  }
}

function takeMicros(spec: InstrumentSpec, meanMicros: number): number {
  return (meanMicros * 1_024) / Math.max(1, spec.marketOrders1024);
}
