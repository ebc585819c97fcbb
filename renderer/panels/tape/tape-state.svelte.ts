import { LIVE, type DataQuality } from '../../../main/contract/data-quality.ts';
import type { MountedPainting } from '../../shared/painting.ts';
import type { TapeCommand, TapeInstrument, TapeReport, TapeShown, TapeStart } from './tape-messages.ts';
import type { TapeEntry } from './tape-model.ts';

/** Where tapes are painted. */
export type TapePaintings = {
  mount(
    name: 'tape',
    canvas: HTMLCanvasElement,
    start: TapeStart,
    onReport: (report: TapeReport) => void,
  ): MountedPainting<TapeCommand>;
};

/** What the panel shows of a tape that is painted elsewhere, and the way to tell it what a person wants. */
export class TapeState {
  readonly #instrument: TapeInstrument;
  #painting: MountedPainting<TapeCommand> | null = null;
  #minLots = 0;
  #shown: TapeShown | null = $state.raw(null);
  #tableRows: readonly TapeEntry[] | null = $state.raw(null);

  constructor(instrument: TapeInstrument) {
    this.#instrument = instrument;
  }

  /** Whether the first section is here, even if it held no print. */
  get hasArrived(): boolean {
    return this.#tableRows !== null;
  }
  /** Newest first, twice a second. */
  get tableRows(): readonly TapeEntry[] {
    return this.#tableRows ?? [];
  }
  get isPaused(): boolean {
    return this.#shown?.isPaused ?? false;
  }
  /** Rows waiting behind a pause. */
  get newCount(): number {
    return this.#shown?.newCount ?? 0;
  }
  /** Rows that fit the canvas. */
  get visibleRows(): number {
    return this.#shown?.visibleRows ?? 1;
  }
  /** What the terminal said of the trades with the newest section. */
  get sectionQuality(): DataQuality {
    return this.#shown?.quality ?? LIVE;
  }

  /** @returns the function that takes the tape off the canvas */
  mount(paintings: TapePaintings, canvas: HTMLCanvasElement): () => void {
    this.#shown = null;
    this.#tableRows = null;
    const start = { instrument: this.#instrument, minLots: this.#minLots };
    const painting = paintings.mount('tape', canvas, start, (report) => this.#take(report));
    this.#painting = painting;
    return () => {
      this.#painting = null;
      painting.dispose();
    };
  }

  /** @param minLots smallest size shown */
  filter(minLots: number): void {
    this.#minLots = minLots;
    this.#painting?.command({ kind: 'filter', minLots });
  }

  pause(): void {
    this.#painting?.command({ kind: 'pause' });
  }

  resume(): void {
    this.#painting?.command({ kind: 'resume' });
  }

  togglePause(): void {
    this.#painting?.command({ kind: 'toggle-pause' });
  }

  /** @param rows positive: to older prints */
  scroll(rows: number): void {
    this.#painting?.command({ kind: 'scroll', rows });
  }

  #take(report: TapeReport): void {
    if (report.kind === 'shown') this.#shown = report;
    else this.#tableRows = report.rows;
  }
}
