import type { Clock } from '../../main/core/clock.ts';
import { timestampMicros } from '../../main/core/units/timestamp.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import type { MarketChange } from '../market-model/market-change.ts';

/** Real time made up for in one step at most. More was a stopped process, and nobody wants its trades in one burst. */
const MAX_CATCH_UP_MS = 250;

export type DrivenMarket = {
  readonly now: TimestampMicros;
  advanceTo(until: TimestampMicros, emit: (change: MarketChange) => void): void;
};
type DrivenVenue = { apply(change: MarketChange): void; tick(): void };

/** Lets the simulated clock follow the real one, at its speed or a multiple, in the small steps that a timer gives it. */
export class VenueDriver {
  readonly #market: DrivenMarket;
  readonly #venue: DrivenVenue;
  readonly #clock: Clock;
  readonly #log: (line: string) => void;
  readonly #speed: number;
  /** Simulated time `marketMicros` stands for real time `realMs`; moved only when time is given up. */
  readonly #anchor: { marketMicros: number; realMs: number };
  #lastStepMs: number;

  constructor(options: {
    market: DrivenMarket;
    venue: DrivenVenue;
    clock: Clock;
    log: (line: string) => void;
    /** Simulated seconds in a real one; 1 when left out. */
    speed?: number;
  }) {
    this.#market = options.market;
    this.#venue = options.venue;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#speed = options.speed ?? 1;
    this.#lastStepMs = options.clock.monotonicMs();
    this.#anchor = { marketMicros: options.market.now, realMs: this.#lastStepMs };
  }

  /** Makes the market's changes up to now; whatever happens there reaches the sessions before this returns. */
  step(): void {
    const nowMs = this.#clock.monotonicMs();
    const lostMs = nowMs - this.#lastStepMs - MAX_CATCH_UP_MS;
    this.#lastStepMs = nowMs;
    if (lostMs > 0) this.#giveUp(lostMs);
    const elapsedMs = nowMs - this.#anchor.realMs;
    const until = timestampMicros(this.#anchor.marketMicros + Math.floor(elapsedMs * 1_000 * this.#speed));
    this.#market.advanceTo(until, (change) => this.#venue.apply(change));
    this.#venue.tick();
  }

  #giveUp(lostMs: number): void {
    this.#anchor.realMs += lostMs;
    this.#log(
      `the simulator stood still: the market's clock now runs ${Math.round(lostMs)} ms further behind`,
    );
  }
}
