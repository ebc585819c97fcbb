import { Venue } from '../../feed-simulator/server/venue.ts';
import type { ManualClock } from '../support/manual-clock.ts';
import type { SmallMarket } from './small-market.ts';

/** What was true of one instrument during one run of the venue. */
type Truth = {
  /** The whole book, flat, at each sequence from 1. */
  readonly books: number[][];
  /** `price:size` of each trade, from sequence 1. */
  readonly trades: string[];
};

/** The production venue over a small market, and beside it the test's own record of what it must have published. */
export class RecordedVenue {
  readonly epoch: number;
  readonly venue: Venue;
  readonly #market: SmallMarket;
  readonly #truths: Truth[];

  constructor(market: SmallMarket, clock: ManualClock, epoch: number) {
    this.epoch = epoch;
    this.#market = market;
    this.venue = new Venue({ name: 'Recorded venue', epoch, market, clock });
    this.#truths = market.instruments.map((_, index) => ({ books: [market.levels(index)], trades: [] }));
  }

  step(): void {
    for (const change of this.#market.step()) {
      const truth = this.#truths[change.instrument];
      truth?.books.push(this.#market.levels(change.instrument));
      if (change.kind === 'book')
        truth?.trades.push(...change.trades.map(({ price, size }) => `${price}:${size}`));
      this.venue.apply(change);
    }
    this.venue.tick();
  }

  /** Flat, bids best first, then asks best first; undefined when there was no such sequence. */
  bookAt(index: number, sequence: number): readonly number[] | undefined {
    return this.#truths[index]?.books[sequence - 1];
  }

  lastSequence(index: number): number {
    return this.#truths[index]?.books.length ?? 0;
  }

  tradeAt(index: number, sequence: number): string | undefined {
    return this.#truths[index]?.trades[sequence - 1];
  }
}
