import type { Clock } from '../../main/core/clock.ts';
import { timestampMicros } from '../../main/core/units/timestamp.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import type { MarketChange } from '../market-model/market-change.ts';

/** Real time made up for at most. More was a stopped process, and nobody wants its trades in one burst. */
const MAX_CATCH_UP_MS = 250;
/** A market that asks for more than the machine has must not hold up heartbeats: what is left waits for the next step. */
const LONGEST_STEP_MS = 50;
/** Market time between two looks at the clock: some milliseconds of work at the most load. */
const PIECE_MICROS = 10_000;
/** What is given up is said so often at most. */
const SAY_EVERY_MS = 10_000;

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
  #givenUpMs = 0;
  #lastSaidMs = Number.NEGATIVE_INFINITY;

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
    this.#anchor = { marketMicros: options.market.now, realMs: options.clock.monotonicMs() };
  }

  /**
   * Makes the market's changes up to now, or as many as there is time for; whatever happens there reaches the sessions
   * before this returns.
   */
  step(): void {
    const nowMs = this.#clock.monotonicMs();
    const lostMs = this.#dueMicros(nowMs) / (1_000 * this.#speed) - MAX_CATCH_UP_MS;
    if (lostMs > 0) this.#giveUp(lostMs, nowMs);
    const until = this.#market.now + this.#dueMicros(nowMs);
    do {
      const next = timestampMicros(Math.min(until, this.#market.now + PIECE_MICROS));
      this.#market.advanceTo(next, (change) => this.#venue.apply(change));
    } while (this.#market.now < until && this.#clock.monotonicMs() - nowMs < LONGEST_STEP_MS);
    this.#venue.tick();
  }

  /** Market time that has not been lived yet. */
  #dueMicros(nowMs: number): number {
    const lived = Math.floor((nowMs - this.#anchor.realMs) * 1_000 * this.#speed);
    return this.#anchor.marketMicros + lived - this.#market.now;
  }

  #giveUp(lostMs: number, nowMs: number): void {
    this.#anchor.realMs += lostMs;
    this.#givenUpMs += lostMs;
    if (nowMs - this.#lastSaidMs < SAY_EVERY_MS) return;
    this.#log(
      `the simulator stood still or has too much to do: the market's clock lost another ${Math.round(this.#givenUpMs)} ms (a lower --rate or --speed helps)`,
    );
    this.#givenUpMs = 0;
    this.#lastSaidMs = nowMs;
  }
}
