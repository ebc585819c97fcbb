import type { MarketChange, SimulatedTrade } from '../../feed-simulator/market-model/market-change.ts';
import { instrumentId, type Instrument } from '../../main/core/instrument/instrument.ts';
import { priceTicks } from '../../main/core/units/price.ts';
import { sizeLots } from '../../main/core/units/size.ts';
import { timestampMicros, type TimestampMicros } from '../../main/core/units/timestamp.ts';
import { anInstrument } from '../support/market-events.ts';
import { SlowBook } from '../support/slow-book.ts';
import type { SeededChance } from './seeded-chance.ts';

/** Levels a side of each instrument at first. The first needs three parts for a snapshot and moves seldom. */
const DEPTHS = [600, 12, 12];
const FIRST_SPLIT = 5_000;
/** Chance of a change at each step. */
const PACES = [0.04, 0.5, 0.3];

type Market = { readonly book: SlowBook; split: number };

/** Three instruments whose books move at random and never cross: bids lie below `split`, asks at it or above. */
export class SmallMarket {
  readonly instruments: readonly Instrument[] = DEPTHS.map((_, index) =>
    anInstrument({ id: instrumentId(`SIM${index}`) }),
  );
  readonly #chance: SeededChance;
  readonly #markets: Market[];
  #now = 1_700_000_000_000_000;

  constructor(chance: SeededChance) {
    this.#chance = chance;
    this.#markets = DEPTHS.map((depth) => {
      const book = new SlowBook();
      for (let away = 0; away < depth; away += 1)
        book.apply([(FIRST_SPLIT - 1 - away) * 2, 10 + away, (FIRST_SPLIT + away) * 2 + 1, 20 + away]);
      return { book, split: FIRST_SPLIT };
    });
  }

  get now(): TimestampMicros {
    return timestampMicros(this.#now);
  }

  levels(index: number): number[] {
    return this.#markets[index]?.book.flat() ?? [];
  }

  /** What happens in one hundredth of a second; the market is already as the changes say. */
  step(): MarketChange[] {
    this.#now += 10_000;
    return this.#markets.flatMap((market, instrument) => {
      if (!this.#chance.happens(PACES[instrument] ?? 0)) return [];
      const levels = this.#move(market);
      market.book.apply(levels);
      const trades = this.#chance.happens(0.4) ? this.#trades(market) : [];
      return [{ kind: 'book' as const, instrument, venueTime: this.now, levels, trades }];
    });
  }

  #move(market: Market): number[] {
    const sizes = new Map<number, number>();
    if (this.#chance.happens(0.2)) {
      const isUp = this.#chance.happens(0.5);
      if (!isUp) market.split -= 1;
      const at = market.split;
      sizes.set(at * 2, isUp ? 1 + this.#chance.below(50) : 0);
      sizes.set(at * 2 + 1, isUp ? 0 : 1 + this.#chance.below(50));
      if (isUp) market.split += 1;
    }
    for (let count = this.#chance.below(4); count >= 0; count -= 1) {
      const away = this.#chance.below(12);
      const key = this.#chance.happens(0.5) ? (market.split - 1 - away) * 2 : (market.split + away) * 2 + 1;
      sizes.set(key, this.#chance.happens(0.25) ? 0 : 1 + this.#chance.below(99));
    }
    return [...sizes].flat();
  }

  #trades({ split }: Market): SimulatedTrade[] {
    return Array.from({ length: 1 + this.#chance.below(3) }, () => ({
      price: priceTicks(split),
      size: sizeLots(1 + this.#chance.below(9)),
      aggressorSide: 'buy' as const,
      venueTime: this.now,
    }));
  }
}
