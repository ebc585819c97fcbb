import { BID, sideOfKey, type LevelKey, type Side } from '../../main/core/market-data/flat-levels.ts';
import type { PriceTicks } from '../../main/core/units/price.ts';
import type { SizeLots } from '../../main/core/units/size.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import type { SimulatedTrade } from './market-change.ts';
import type { MatchingEngine, MatchListener } from './matching-engine.ts';

/** Up to here a linear look for a repeated key is quicker than a set. */
const FEW_KEYS = 16;
const NO_TRADES: readonly SimulatedTrade[] = Object.freeze([]);

/**
 * Gathers what the engine reports between two changes of the market. Its lists empty with every change, and one change
 * touches no more levels and orders than the engine's bounds allow.
 */
export class ChangeRecorder implements MatchListener {
  /** Places from `#keyCount` on are left over: cutting a list to length 0 would give its memory up each time. */
  readonly #keys: LevelKey[] = [];
  #keyCount = 0;
  #fills: { tick: number; lots: number; aggressor: Side }[] = [];

  filled(tick: number, lots: number, aggressor: Side): void {
    this.#fills.push({ tick, lots, aggressor });
  }

  levelChanged(key: LevelKey): void {
    if (this.#keyCount < FEW_KEYS && this.#isListed(key)) return;
    this.#keys[this.#keyCount] = key;
    this.#keyCount++;
  }

  /** Forgets what was gathered, as after laying a book that is announced whole. */
  clear(): void {
    this.#keys.length = 0;
    this.#keyCount = 0;
    this.#fills = [];
  }

  /** Flat changed levels with the sizes they have now, each key once; empties the list. */
  takeLevels(engine: MatchingEngine): number[] {
    const count = this.#keyCount;
    this.#keyCount = 0;
    if (count <= FEW_KEYS) return this.#flat(engine, this.#keys, count);
    const keys = [...new Set(this.#keys.slice(0, count))];
    return this.#flat(engine, keys, keys.length);
  }

  /**
   * The trades since the last call, all at one time; empties the list.
   *
   * @param sizeScale every size is told so many times as large, an integer from 1
   */
  takeTrades(venueTime: TimestampMicros, sizeScale = 1): readonly SimulatedTrade[] {
    if (this.#fills.length === 0) return NO_TRADES;
    const trades = this.#fills.map((fill) => ({
      // The engine trades only at prices and sizes it has checked on the way in.
      price: fill.tick as PriceTicks,
      size: (fill.lots * sizeScale) as SizeLots,
      aggressorSide: fill.aggressor === BID ? ('buy' as const) : ('sell' as const),
      venueTime,
    }));
    this.#fills = [];
    return trades;
  }

  #isListed(key: LevelKey): boolean {
    for (let index = 0; index < this.#keyCount; index++) if (this.#keys[index] === key) return true;
    return false;
  }

  #flat(engine: MatchingEngine, keys: readonly LevelKey[], count: number): number[] {
    const first = keys[0] ?? 0;
    // Nearly every change is of one level, and a literal is a third of the work of an array that grows.
    if (count === 1) return [first, lotsAt(engine, first)];
    const levels: number[] = [];
    for (let index = 0; index < count; index++) {
      const key = keys[index] ?? 0;
      levels.push(key, lotsAt(engine, key));
    }
    return levels;
  }
}

function lotsAt(engine: MatchingEngine, key: LevelKey): number {
  return engine.side(sideOfKey(key)).lotsAt(key >>> 1);
}
