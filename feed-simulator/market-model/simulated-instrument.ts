import type { Instrument, InstrumentState } from '../../main/core/instrument/instrument.ts';
import { timestampMicros, type TimestampMicros } from '../../main/core/units/timestamp.ts';
import { EventPace } from './event-pace.ts';
import { HaltRule } from './halt-rule.ts';
import { requireSpec, specOnOtherTicks, type InstrumentSpec } from './instrument-spec.ts';
import type { EmitChange, SimulatedTrade } from './market-change.ts';
import { ReferencePrice } from './reference-price.ts';
import { SeededRandom } from './seeded-random.ts';
import { SimulatedBook } from './simulated-book.ts';

/** Where an instrument stands in its market: its index there, and the time at which the market's own clock was 0. */
type MarketPlace = { readonly index: number; readonly startTime: TimestampMicros };

/** One instrument's market: its terms and state, its book, its reference price and the time of its next event. */
export class SimulatedInstrument {
  readonly #place: MarketPlace;
  readonly #orders: SeededRandom;
  readonly #pace: EventPace;
  readonly #haltRule: HaltRule;
  #spec: InstrumentSpec;
  #market: { reference: ReferencePrice; book: SimulatedBook };
  #nextTime: number;

  /** @param from seed of the whole market; each instrument draws from streams named by its own id */
  constructor(spec: InstrumentSpec, from: MarketPlace & { seed: number; rate: number }) {
    requireSpec(spec);
    const stream = (name: string): SeededRandom => new SeededRandom(from.seed, `${spec.terms.id} ${name}`);
    this.#place = { index: from.index, startTime: from.startTime };
    this.#spec = spec;
    this.#orders = stream('orders');
    this.#pace = new EventPace(stream('waits'), spec.updatesPerSecond, from.rate);
    this.#haltRule = new HaltRule(spec.halt);
    const reference = new ReferencePrice(stream('price'), spec);
    this.#market = { reference, book: new SimulatedBook(spec, this.#orders, reference.ticks) };
    this.#nextTime = spec.terms.state === 'trading' ? this.#pace.wait(false) : Infinity;
  }

  /** The terms as they are now, state included. */
  get terms(): Instrument {
    return this.#spec.terms;
  }

  /** When this instrument acts next, in microseconds since the market's start; never while it is put out of trading. */
  get nextTime(): number {
    return this.#nextTime;
  }

  /** Whole book, flat: bids best first, then asks best first. */
  levels(): number[] {
    return this.#market.book.levels();
  }

  setRate(rate: number): void {
    this.#pace.setRate(rate);
  }

  /** Carries out the event due at `nextTime`: an order, or the end of a halt. */
  step(emit: EmitChange): void {
    const time = this.#nextTime;
    if (this.#spec.terms.state !== 'trading') {
      this.setState('trading', 'trading resumes after a halt', time, emit);
      return;
    }
    const { reference, book } = this.#market;
    reference.advanceTo(time);
    book.step(reference.ticks);
    const venueTime = this.#venueTime(time);
    const trades = book.takeTrades(venueTime);
    const levels = book.takeLevels();
    // Before the listener hears of it: it may put the instrument out of trading.
    this.#nextTime = time + this.#pace.wait(book.isBursting());
    if (levels.length > 0) emit({ kind: 'book', instrument: this.#place.index, venueTime, levels, trades });
    if (trades.length > 0) this.#haltIfMoved(trades, time, emit);
  }

  /**
   * Puts the instrument into a state until further notice. The same state again emits nothing, but a halt that would
   * have ended by itself now stays.
   */
  setState(state: InstrumentState, reason: string, time: number, emit: EmitChange): void {
    if (state !== 'trading') this.#nextTime = Infinity;
    if (this.#spec.terms.state === state) return;
    this.#spec = { ...this.#spec, terms: { ...this.#spec.terms, state } };
    if (state === 'trading') {
      this.#market.reference.skipTo(time);
      this.#haltRule.reset();
      this.#nextTime = time + this.#pace.wait(false);
    }
    emit({ kind: 'state', instrument: this.#place.index, venueTime: this.#venueTime(time), state, reason });
  }

  /** Cancels every order and opens anew around the same price on ticks of `tickUnits`. */
  changeTerms(tickUnits: number, time: number, emit: EmitChange): void {
    const old = this.#spec.terms.tickUnits;
    this.#spec = specOnOtherTicks(this.#spec, tickUnits);
    const reference = this.#market.reference.onOtherTicks(old, tickUnits);
    this.#market = { reference, book: new SimulatedBook(this.#spec, this.#orders, reference.ticks) };
    this.#haltRule.reset();
    emit({
      kind: 'terms',
      instrument: this.#place.index,
      venueTime: this.#venueTime(time),
      definition: this.terms,
      levels: this.levels(),
    });
  }

  #haltIfMoved(trades: readonly SimulatedTrade[], time: number, emit: EmitChange): void {
    let hasMoved = false;
    for (const trade of trades) hasMoved = this.#haltRule.observe(time, trade.price) || hasMoved;
    if (!hasMoved || this.#spec.terms.state !== 'trading') return;
    const { moveBasisPoints, windowMicros, haltMicros } = this.#spec.halt;
    const reason = `moved more than ${moveBasisPoints / 100} % within ${windowMicros / 1_000_000} s`;
    this.setState('halted', reason, time, (change) => {
      this.#nextTime = time + haltMicros;
      emit(change);
    });
  }

  #venueTime(time: number): TimestampMicros {
    return timestampMicros(this.#place.startTime + time);
  }
}
