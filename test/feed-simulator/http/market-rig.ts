import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { TWELVE_INSTRUMENTS } from '../../../feed-simulator/market-model/instruments.ts';
import type { MarketChange } from '../../../feed-simulator/market-model/market-change.ts';
import { SimulatedMarket } from '../../../feed-simulator/market-model/simulated-market.ts';
import { Venue } from '../../../feed-simulator/server/venue.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import type { MirrorBook } from '../../support/second-reader-book.ts';

const STEP_MS = 5;
export const INSTRUMENTS = TWELVE_INSTRUMENTS.slice(0, 2);

/** What the market really was: the whole book after every change, rebuilt change by change when it is asked for. */
export class Oracle {
  /** By instrument: the levels each book sequence was made by; the first is the book the venue opened with. */
  readonly #changes: { readonly levels: readonly number[]; readonly isWhole: boolean }[][];
  readonly trades: number[][];

  constructor(market: SimulatedMarket) {
    this.#changes = market.instruments.map((_, index) => [{ levels: market.levels(index), isWhole: true }]);
    this.trades = market.instruments.map(() => []);
  }

  note(change: MarketChange): void {
    if (change.kind === 'state') return;
    const isWhole = change.kind === 'terms';
    this.#changes[change.instrument]?.push({ levels: change.levels, isWhole });
    if (change.kind === 'terms') return;
    for (const { price, size } of change.trades) this.trades[change.instrument]?.push(price, size);
  }

  /** Best `depth` levels a side (0: all) when `sequence` was the last change: flat, by key. */
  window(index: number, sequence: number, depth: number): string {
    const sizes = new Map<number, number>();
    for (const { levels, isWhole } of this.#changes[index]?.slice(0, sequence) ?? []) {
      if (isWhole) sizes.clear();
      for (let i = 0; i < levels.length; i += 2) sizes.set(levels[i] ?? 0, levels[i + 1] ?? 0);
    }
    const held = [...sizes].filter(([, lots]) => lots > 0);
    const best = (side: number, sign: number) =>
      held
        .filter(([key]) => key % 2 === side)
        .sort(([a], [b]) => sign * (a - b))
        .slice(0, depth === 0 ? held.length : depth);
    return [...best(0, -1), ...best(1, 1)].flat().join();
  }
}

/** A real venue on a real market, in time that a test moves. */
export class MarketRig {
  readonly clock = new ManualClock();
  readonly market: SimulatedMarket;
  readonly venue: Venue;
  readonly oracle: Oracle;

  constructor(seed: number) {
    const startTime = timestampMicros(1_700_000_000_000_000);
    this.market = new SimulatedMarket({ seed, updatesPerSecond: 4_000, startTime, instruments: INSTRUMENTS });
    this.oracle = new Oracle(this.market);
    this.venue = new Venue({ name: 'Real', epoch: 3, market: this.market, clock: this.clock });
  }

  /** @param onStep called after each step of the venue */
  pass(ms: number, onStep: () => void = () => undefined): void {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      this.clock.advance(STEP_MS);
      this.market.advanceTo(timestampMicros(this.market.now + STEP_MS * 1_000), this.#emit);
      this.venue.tick();
      onStep();
    }
  }

  /** The instrument at that place gets another tick size: a whole new book. */
  changeTerms(index: number, tickUnits: number): void {
    this.market.changeTerms(index, tickUnits, this.#emit);
  }

  readonly #emit = (change: MarketChange): void => {
    this.oracle.note(change);
    this.venue.apply(change);
  };
}

/** A received book in the form of {@link Oracle.window}. */
export function windowOf(book: MirrorBook): string {
  const { bids, asks } = book.sides();
  const flat = (side: number) => (level: [number, number]) => [level[0] * 2 + side, level[1]];
  return [...bids.flatMap(flat(0)), ...asks.flatMap(flat(1))].join();
}
