import { ASK, BID, sideOfKey } from '../../main/core/market-data/flat-levels.ts';
import type { LevelKey, Side } from '../../main/core/market-data/flat-levels.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import { ChangeRing } from './change-ring.ts';
import type { NumberedChange } from './change-ring.ts';
import { pastLevels } from './past-levels.ts';
import { SideKeys } from './side-keys.ts';

/** Changes kept per book, and how many however large they are; PROTOCOL.md section 7 promises 2,000. */
export const CHANGES_KEPT = 4_096;
const CHANGES_PROMISED = 2_000;

/** A book of the past, or why it cannot be had. */
export type PastBook =
  | { readonly kind: 'book'; readonly levels: number[]; readonly venueTime: TimestampMicros }
  | { readonly kind: 'too-old' }
  | { readonly kind: 'ahead' };

/** The venue's own whole book of one instrument, numbered change by change from 1 (the book it opened with). */
export class VenueBook {
  readonly #sizes = new Map<LevelKey, number>();
  readonly #bids = new SideKeys(BID);
  readonly #asks = new SideKeys(ASK);
  readonly #changes = new ChangeRing(CHANGES_KEPT, CHANGES_PROMISED);
  /** Used again by every change: what it holds is in the ring afterwards. */
  readonly #steps: number[] = [];
  #sequence = 0;
  #venueTime: TimestampMicros;

  /** @param levels the whole book, flat, sizes above 0, each price of a side once */
  constructor(levels: readonly number[], venueTime: TimestampMicros) {
    this.#venueTime = venueTime;
    this.replace(levels, venueTime);
  }

  get sequence(): number {
    return this.#sequence;
  }

  /** When the last change was made. */
  get venueTime(): TimestampMicros {
    return this.#venueTime;
  }

  sizeOf(key: LevelKey): number {
    return this.#sizes.get(key) ?? 0;
  }

  keysOf(side: Side): SideKeys {
    return side === BID ? this.#bids : this.#asks;
  }

  /**
   * Absolute sizes, 0 removes. Counts as one change even where a size stays what it was.
   *
   * @returns the change; its `steps` hold until the next one
   */
  apply(levels: readonly number[], venueTime: TimestampMicros): NumberedChange {
    const steps = this.#steps;
    steps.length = 0;
    for (let i = 0; i + 1 < levels.length; i += 2) {
      const key = levels[i] ?? 0;
      const after = levels[i + 1] ?? 0;
      const before = this.sizeOf(key);
      if (before === after) continue;
      this.#set(key, before, after);
      steps.push(key, before, after);
    }
    this.#sequence += 1;
    this.#venueTime = venueTime;
    const change: NumberedChange = { sequence: this.#sequence, venueTime, steps };
    this.#changes.push(change);
    return change;
  }

  /** A whole new book, as after new terms. Nothing before it can be rebuilt any more. */
  replace(levels: readonly number[], venueTime: TimestampMicros): void {
    this.#sizes.clear();
    this.#bids.clear();
    this.#asks.clear();
    this.#changes.clear();
    for (let i = 0; i + 1 < levels.length; i += 2) this.#set(levels[i] ?? 0, 0, levels[i + 1] ?? 0);
    this.#sequence += 1;
    this.#venueTime = venueTime;
    this.#changes.push({ sequence: this.#sequence, venueTime, steps: [] });
  }

  /** The best `depth` levels a side (0: all), flat, bids best first, then asks best first. */
  levels(depth: number): number[] {
    const levels: number[] = [];
    for (const keys of [this.#bids, this.#asks]) {
      const count = depth === 0 ? keys.count : Math.min(depth, keys.count);
      for (let place = 0; place < count; place += 1) {
        const key = keys.at(place) ?? 0;
        levels.push(key, this.sizeOf(key));
      }
    }
    return levels;
  }

  /** The book as it stood when `sequence` was its last change. */
  levelsAt(sequence: number, depth: number): PastBook {
    if (sequence > this.#sequence) return { kind: 'ahead' };
    const past = new Map<LevelKey, number>();
    const venueTime = this.#changes.undoTo(sequence, past);
    if (venueTime === null) return { kind: 'too-old' };
    const levels = [BID, ASK].flatMap((side) => pastLevels(this, side as Side, past, depth));
    return { kind: 'book', levels, venueTime };
  }

  #set(key: LevelKey, before: number, after: number): void {
    if (after === 0) {
      this.#sizes.delete(key);
      this.keysOf(sideOfKey(key)).remove(key);
      return;
    }
    this.#sizes.set(key, after);
    if (before === 0) this.keysOf(sideOfKey(key)).add(key);
  }
}
