import { ASK, BID } from '../../main/core/market-data/flat-levels.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import { ChangeRecorder } from './change-recorder.ts';
import { DepthKeeper } from './depth-keeper.ts';
import { mostOrders, type InstrumentSpec } from './instrument-spec.ts';
import type { SimulatedTrade } from './market-change.ts';
import { MatchingEngine } from './matching-engine.ts';
import { OrderFlow, type FlowMood } from './order-flow.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Levels a side may hold while one change is made, before the depth is cut back to its band. */
const SPARE_LEVELS = 8;

/** One instrument's book, the orders that flow into it, and the depth that is kept. */
export class SimulatedBook {
  readonly #recorder = new ChangeRecorder();
  readonly #engine: MatchingEngine;
  readonly #flow: OrderFlow;
  readonly #keeper: DepthKeeper;

  /** @param reference whole tick the first book is laid around */
  constructor(spec: InstrumentSpec, random: SeededRandom, reference: number) {
    const bounds = { maxOrders: mostOrders(spec.depth), maxLevels: spec.depth.most + SPARE_LEVELS };
    this.#engine = new MatchingEngine(bounds, this.#recorder);
    this.#flow = new OrderFlow(spec, this.#engine, random);
    this.#keeper = new DepthKeeper(spec, this.#engine, random);
    this.#keeper.layBook(reference);
    this.#recorder.clear();
  }

  /** Lets one order come in and keeps the depth. @returns as `OrderFlow.step` does */
  step(reference: number, mood: FlowMood): number {
    const push = this.#flow.step(reference, mood);
    this.#keeper.keepBand();
    return push;
  }

  /** The levels changed since the last call, as `BookChange.levels`. */
  takeLevels(): number[] {
    return this.#recorder.takeLevels(this.#engine);
  }

  /** @param sizeScale every size is told so many times as large; the book knows nothing of it */
  takeTrades(venueTime: TimestampMicros, sizeScale: number): readonly SimulatedTrade[] {
    return this.#recorder.takeTrades(venueTime, sizeScale);
  }

  /** The whole book, flat: bids best first, then asks best first. */
  levels(): number[] {
    const levels: number[] = [];
    for (const side of [this.#engine.bids, this.#engine.asks]) {
      const bit = side.side === BID ? BID : ASK;
      for (let place = 0; place < side.depth; place++) {
        const tick = side.tickAt(place);
        levels.push(tick * 2 + bit, side.lotsAt(tick));
      }
    }
    return levels;
  }
}
