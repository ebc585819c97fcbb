import { LIVE, type DataQuality } from '../../../main/contract/data-quality.ts';
import type { MountedPainting } from '../../shared/painting.ts';
import type { LadderColumns } from './ladder-columns.ts';
import type { LadderTouch } from './ladder-frame.ts';
import { middleTicks, type LadderPosition } from './ladder-geometry.ts';
import type {
  LadderCommand,
  LadderInstrument,
  LadderReport,
  LadderShown,
  LadderStart,
} from './ladder-messages.ts';
import type { LadderTable } from './ladder-table.ts';

/** Where ladders are painted. */
export type LadderPaintings = {
  mount(
    name: 'ladder',
    canvas: HTMLCanvasElement,
    start: LadderStart,
    onReport: (report: LadderReport) => void,
  ): MountedPainting<LadderCommand>;
};

/** What the panel shows of a ladder that is painted elsewhere, and the way to tell it what a person wants. */
export class LadderState {
  readonly #instrument: LadderInstrument;
  #painting: MountedPainting<LadderCommand> | null = null;
  #shown: LadderShown | null = $state.raw(null);
  #columns: LadderColumns | null = $state.raw(null);
  #table: LadderTable | null = $state.raw(null);
  #wantedStep: number;
  #isHeld = $state.raw(false);

  /** @param step ticks per row to begin with */
  constructor(instrument: LadderInstrument, step: number) {
    this.#instrument = instrument;
    this.#wantedStep = $state.raw(step);
  }

  /** Null until the first frame of this instrument is on the canvas. */
  get touch(): LadderTouch | null {
    return this.#shown?.touch ?? null;
  }

  /** Of the frame on the canvas; undefined before the first. */
  get sequence(): number | undefined {
    return this.touch === null ? undefined : this.#shown?.sequence;
  }

  /** What the terminal said of the book in the newest frame. */
  get sectionQuality(): DataQuality {
    return this.#shown?.quality ?? LIVE;
  }

  get position(): LadderPosition {
    return this.#shown?.position ?? { topRow: 0, rows: 1, step: this.#wantedStep, isPinned: false };
  }

  /** Where the columns are; null before the first paint. */
  get columns(): LadderColumns | null {
    return this.#columns;
  }

  /** The rows in words, four times a second. */
  get table(): LadderTable | null {
    return this.#table;
  }

  /** Ticks per row the trader chose; the rows follow with the first frame that has it. */
  get wantedStep(): number {
    return this.#wantedStep;
  }

  /** The pointer is over the rows, so they do not move by themselves. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Puts the ladder on a canvas, where it was if it has been on one before. @returns the function that takes it away */
  mount(paintings: LadderPaintings, canvas: HTMLCanvasElement): () => void {
    const { position } = this;
    const start = {
      instrument: this.#instrument,
      step: this.#wantedStep,
      pinnedAt: position.isPinned ? middleTicks(position) : null,
    };
    this.#shown = null;
    this.#table = null;
    const painting = paintings.mount('ladder', canvas, start, (report) => this.#take(report));
    this.#painting = painting;
    return () => {
      this.#painting = null;
      painting.dispose();
    };
  }

  /** @param y CSS pixels below the upper edge of the rows; null once the pointer has left them */
  point(y: number | null): void {
    this.#isHeld = y !== null;
    this.#tell({ kind: 'point', y });
  }

  scrollBy(rowsUp: number): void {
    if (rowsUp !== 0) this.#tell({ kind: 'scroll', rowsUp });
  }

  recentre(): void {
    this.#tell({ kind: 'recentre' });
  }

  groupBy(step: number): void {
    this.#wantedStep = step;
    this.#tell({ kind: 'group', step });
  }

  #tell(command: LadderCommand): void {
    this.#painting?.command(command);
  }

  #take(report: LadderReport): void {
    if (report.kind === 'shown') this.#shown = report;
    else if (report.kind === 'columns') this.#columns = report.columns;
    else this.#table = report.table;
  }
}
