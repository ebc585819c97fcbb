import type { TimestampMicros } from '../main/core/units/timestamp.ts';
import type { MarketChange } from './market-model/market-change.ts';
import type { TradeRing } from './server/trade-ring.ts';
import type { Venue } from './server/venue.ts';

/**
 * The runs of one simulated venue, one after another: a restart ends one and begins the next under a new epoch, on the
 * same market. While it is down the market goes on and nobody is told.
 */
export class VenueRuns {
  readonly #open: (epoch: number, history: readonly TradeRing[]) => Venue;
  readonly #wallMicros: () => TimestampMicros;
  #venue: Venue;
  #isDown = false;

  /** @param history trades made before the first run, one ring per instrument */
  constructor(options: {
    open: (epoch: number, history: readonly TradeRing[]) => Venue;
    history: readonly TradeRing[];
    wallMicros: () => TimestampMicros;
  }) {
    this.#open = options.open;
    this.#wallMicros = options.wallMicros;
    this.#venue = options.open(this.#epochOfNow(), options.history);
  }

  /** The run of now, or the last one while the venue is down. */
  get current(): Venue {
    return this.#venue;
  }

  get isDown(): boolean {
    return this.#isDown;
  }

  /** The caller has cut all connections. */
  goDown(): void {
    this.#isDown = true;
  }

  comeBack(): void {
    if (!this.#isDown) return;
    this.#venue = this.#open(Math.max(this.#venue.epoch + 1, this.#epochOfNow()), this.#venue.history);
    this.#isDown = false;
  }

  apply(change: MarketChange): void {
    this.#venue.apply(change);
  }

  tick(): void {
    if (!this.#isDown) this.#venue.tick();
  }

  /** In milliseconds: a venue that was killed and started again at once must not speak under its old epoch. */
  #epochOfNow(): number {
    return Math.floor(this.#wallMicros() / 1_000);
  }
}
