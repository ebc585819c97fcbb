import type { TapeEntry, TapeModel } from './tape-model.ts';
import { countNew, shownCount, tapeRows } from './tape-rows.ts';

/**
 * What of the tape is seen: the newest rows, or, while paused, the rows as they were when the pause began. A pause
 * keeps its own list, so that nothing that happens meanwhile moves or removes a row under the pointer.
 */
export class TapeWindow {
  readonly #model: TapeModel;
  #held: readonly TapeEntry[] | null = null;
  #addedAtPause = 0;
  #offset = 0;
  /** Smallest size shown, lots. */
  minLots = 0;

  constructor(model: TapeModel) {
    this.#model = model;
  }

  get isPaused(): boolean {
    return this.#held !== null;
  }

  /** Rows scrolled away from the newest one. */
  get offset(): number {
    return this.#offset;
  }

  pause(): void {
    if (this.#held !== null) return;
    this.#held = [...this.#model.entries];
    this.#addedAtPause = this.#model.added;
  }

  /** Back to the newest rows. */
  resume(): void {
    this.#held = null;
    this.#offset = 0;
  }

  /** Scrolls by whole rows toward older ones (positive) and pauses; `visible` rows always stay filled. */
  scroll(rows: number, visible: number): void {
    this.pause();
    const last = Math.max(0, shownCount(this.#entries, this.minLots) - visible);
    this.#offset = Math.min(last, Math.max(0, this.#offset + rows));
  }

  rows(count: number): readonly TapeEntry[] {
    return tapeRows(this.#entries, this.minLots, this.#offset, count);
  }

  /** Rows that came since the pause began and pass the filter; 0 while not paused. */
  get newCount(): number {
    if (this.#held === null) return 0;
    return countNew(this.#model.entries, this.#model.added - this.#addedAtPause, this.minLots);
  }

  get #entries(): readonly TapeEntry[] {
    return this.#held ?? this.#model.entries;
  }
}
