import { after } from '../../shared/screen-clock.ts';
import type { WatchlistRows } from './watchlist-rows.ts';

/** How long a last price that changed stays tinted. */
export const FLASH_MS = 150;

/** Instruments, by index, whose last price is tinted now, and which way it went. */
export type FlashingRows = ReadonlyMap<number, 'up' | 'down'>;

/**
 * Tints a last price once for each of its changes. The tint is put on and taken off, two style changes in all: an
 * animation of it would have the page drawn anew in every frame between.
 */
export class Flashes {
  readonly #show: (flashing: FlashingRows) => void;
  readonly #ends = new Set<() => void>();
  #flashing: FlashingRows = new Map();
  /** Number of the newest tint of each row, so that an older one's end does not take it away. */
  readonly #turns = new Map<number, number>();

  /** @param show is told all tinted rows whenever they change */
  constructor(show: (flashing: FlashingRows) => void) {
    this.#show = show;
  }

  /** Tints the rows whose last price is another in `rows` than in `before`. */
  compare(before: WatchlistRows, rows: WatchlistRows): void {
    const flashing = new Map(this.#flashing);
    const moved: (readonly [index: number, turn: number])[] = [];
    for (const [index, row] of rows) {
      const old = before.get(index);
      if (row === old || row.moves === (old?.moves ?? 0)) continue;
      const turn = (this.#turns.get(index) ?? 0) + 1;
      this.#turns.set(index, turn);
      flashing.set(index, row.move > 0 ? 'up' : 'down');
      moved.push([index, turn]);
    }
    if (moved.length === 0) return;
    this.#tell(flashing);
    // Two at most are under way while rows come every 100 ms.
    const cancel = after(FLASH_MS, () => {
      this.#ends.delete(cancel);
      this.#end(moved);
    });
    this.#ends.add(cancel);
  }

  dispose(): void {
    for (const cancel of this.#ends) cancel();
    this.#ends.clear();
  }

  #end(moved: readonly (readonly [index: number, turn: number])[]): void {
    const flashing = new Map(this.#flashing);
    for (const [index, turn] of moved) if (this.#turns.get(index) === turn) flashing.delete(index);
    this.#tell(flashing);
  }

  #tell(flashing: FlashingRows): void {
    this.#flashing = flashing;
    this.#show(flashing);
  }
}
