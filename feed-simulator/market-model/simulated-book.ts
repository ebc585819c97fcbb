import { ASK, BID } from '../../main/core/market-data/flat-levels.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import { ChangeRecorder } from './change-recorder.ts';
import { DepthKeeper } from './depth-keeper.ts';
import type { InstrumentSpec } from './instrument-spec.ts';
import type { SimulatedTrade } from './market-change.ts';
import { MatchingEngine } from './matching-engine.ts';
import { OrderFlow } from './order-flow.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Orders resting in one book, at most. The usual numbers come to about 4,000 in the deepest of the twelve. */
const MAX_ORDERS = 16_384;
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
    const bounds = { maxOrders: MAX_ORDERS, maxLevels: spec.depth.most + SPARE_LEVELS };
    this.#engine = new MatchingEngine(bounds, this.#recorder);
    this.#flow = new OrderFlow(spec, this.#engine, random);
    this.#keeper = new DepthKeeper(spec, this.#engine, random);
    this.#keeper.layBook(reference);
    this.#recorder.clear();
  }

  /** True while market orders follow one another quickly. */
  isBursting(): boolean {
    return this.#flow.isBursting();
  }

  /** Lets one order come in and keeps the depth. */
  step(reference: number): void {
    this.#flow.step(reference);
    this.#keeper.keepBand();
  }

  /** The levels changed since the last call, as `BookChange.levels`. */
  takeLevels(): number[] {
    return this.#recorder.takeLevels(this.#engine);
  }

  takeTrades(venueTime: TimestampMicros): readonly SimulatedTrade[] {
    return this.#recorder.takeTrades(venueTime);
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
