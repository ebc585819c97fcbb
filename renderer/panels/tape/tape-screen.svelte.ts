import { LIVE, type DataQuality } from '../../../main/contract/data-quality.ts';
import type { FrameSection } from '../../api/terminal-client.ts';
import type { CanvasPainting, CanvasSurface } from '../../shared/canvas-surface.ts';
import { ROW_HEIGHT } from '../../shared/canvas-theme.ts';
import type { PriceFormat, SizeFormat } from '../../shared/format.ts';
import type { PaintSeat } from '../../shared/paint-loop.ts';
import { qualityOfSection } from '../../shared/section-quality.ts';
import { after } from '../../shared/screen-clock.ts';
import { TapeModel, type TapeEntry } from './tape-model.ts';
import { paintTape } from './tape-paint.ts';
import { TapeWindow } from './tape-window.ts';

type TapeSection = Pick<FrameSection, 'payload' | 'reason' | 'staleSinceMs'>;

/** Rows the accessible table mirrors, and how often. */
const TABLE_ROWS = 40;
const TABLE_INTERVAL_MS = 500;
/** Share of the bar scale left after a painted frame in which no size as large is seen. */
const SCALE_FADE = 0.985;

/** One instrument's tape on the screen: model, window, canvas and the table that mirrors it. */
export class TapeScreen implements CanvasPainting {
  readonly #model = new TapeModel();
  readonly #window = new TapeWindow(this.#model);
  readonly #format: PriceFormat & SizeFormat;
  #seat: PaintSeat | null = null;
  #fullLots = 0;
  #visibleRows = 1;
  #cancelTable: (() => void) | null = null;
  #hasArrived: boolean = $state.raw(false);
  #sectionQuality: DataQuality = $state.raw(LIVE);
  #isPaused: boolean = $state.raw(false);
  #newCount: number = $state.raw(0);
  #tableRows: readonly TapeEntry[] = $state.raw([]);

  constructor(format: PriceFormat & SizeFormat) {
    this.#format = format;
  }

  /** Whether the first section is here, even if it held no print. */
  get hasArrived(): boolean {
    return this.#hasArrived;
  }
  get isPaused(): boolean {
    return this.#isPaused;
  }
  /** Rows waiting behind a pause. */
  get newCount(): number {
    return this.#newCount;
  }
  /** Newest first. */
  get tableRows(): readonly TapeEntry[] {
    return this.#tableRows;
  }
  /** Rows that fit the canvas. */
  get visibleRows(): number {
    return this.#visibleRows;
  }

  /** What the terminal said of the trades with the newest section. */
  get sectionQuality(): DataQuality {
    return this.#sectionQuality;
  }

  /** @returns false for a section whose payload cannot be read */
  apply(section: TapeSection): boolean {
    if (!this.#model.apply(section.payload)) return false;
    this.#sectionQuality = qualityOfSection(section);
    if (!this.#hasArrived) this.#mirror();
    this.#hasArrived = true;
    this.#changed();
    return true;
  }

  filter(minLots: number): void {
    this.#window.minLots = minLots;
    this.#changed();
  }

  pause(): void {
    this.#window.pause();
    this.#changed();
  }

  resume(): void {
    this.#window.resume();
    this.#changed();
  }

  togglePause(): void {
    if (this.#window.isPaused) this.resume();
    else this.pause();
  }

  scroll(rows: number): void {
    this.#window.scroll(rows, this.#visibleRows);
    this.#changed();
  }

  seated(seat: PaintSeat | null): void {
    this.#seat = seat;
  }

  paint({ context, width, height, theme }: CanvasSurface): void {
    this.#visibleRows = Math.max(1, Math.floor(height / ROW_HEIGHT.normal));
    const rows = this.#window.rows(this.#visibleRows + 1);
    const largest = rows.reduce((most, row) => (row.kind === 'print' ? Math.max(most, row.lots) : most), 0);
    this.#fullLots = Math.max(largest, this.#fullLots * SCALE_FADE);
    paintTape(context, {
      rows,
      instrument: this.#format,
      width,
      height,
      fullLots: this.#fullLots,
      theme,
    });
    this.#isPaused = this.#window.isPaused;
    this.#newCount = this.#window.newCount;
  }

  dispose(): void {
    this.#cancelTable?.();
  }

  #changed(): void {
    this.#seat?.request();
    this.#cancelTable ??= after(TABLE_INTERVAL_MS, () => {
      this.#cancelTable = null;
      this.#mirror();
    });
  }

  #mirror(): void {
    this.#tableRows = this.#window.rows(TABLE_ROWS);
  }
}
