import { TAPE } from '../../../main/contract/view-frame.ts';
import type { FrameSection, ViewHandle } from '../../api/terminal-client.ts';
import { rowHeightAt, type CanvasTheme } from '../../shared/canvas-theme.ts';
import { fitPixels, isSeen, type Extent, type Painting, type PaintingParts } from '../../shared/painting.ts';
import { qualityOfSection } from '../../shared/section-quality.ts';
import type { TapeCommand, TapeInstrument, TapeReport, TapeStart } from './tape-messages.ts';
import { TapeModel } from './tape-model.ts';
import { TapePainter } from './tape-painter.ts';
import { TapeReporter } from './tape-reporter.ts';
import { TapeWindow } from './tape-window.ts';

/** Share of the bar scale left after a painted frame in which no size as large is seen. */
const SCALE_FADE = 0.985;

/** A tape's canvas with its prints: the same in a worker and on the page. */
export class TapePainting implements Painting<TapeCommand> {
  readonly #instrument: TapeInstrument;
  readonly #parts: PaintingParts<TapeReport>;
  readonly #model = new TapeModel();
  readonly #window = new TapeWindow(this.#model);
  readonly #painter: TapePainter;
  readonly #reporter: TapeReporter;
  #view: Pick<ViewHandle<never>, 'close'> | null = null;
  #fullLots = 0;
  #hasArrived = false;

  constructor({ instrument, minLots }: TapeStart, parts: PaintingParts<TapeReport>) {
    this.#instrument = instrument;
    this.#parts = parts;
    this.#window.minLots = minLots;
    this.#painter = new TapePainter(parts.context, parts.canvas, parts.theme, instrument);
    this.#reporter = new TapeReporter(this.#window, parts.tell);
  }

  resize(extent: Extent): void {
    if (!isSeen(extent)) {
      this.#close();
      this.#reporter.suspended();
      return;
    }
    fitPixels(this.#parts.canvas, extent);
    const { height, pixelRatio } = extent;
    const rowHeight = rowHeightAt(pixelRatio);
    this.#painter.resize({ ...extent, rowHeight });
    this.#reporter.visibleRows = Math.max(1, Math.floor(height / rowHeight));
    this.#view ??= this.#parts.client.openView(
      { kind: 'tape', instrument: this.#instrument.id },
      (section) => this.#show(section),
      () => this.#reporter.suspended(),
    );
    // Setting a canvas's size blanks it; painting at once keeps a drag of the panel's edge from flickering.
    this.paint();
  }

  command(command: TapeCommand): void {
    this.#reporter.expect();
    if (command.kind === 'filter') this.#window.minLots = command.minLots;
    else if (command.kind === 'scroll') this.#window.scroll(command.rows, this.#reporter.visibleRows);
    else if (command.kind === 'pause') this.#window.pause();
    else if (command.kind === 'resume' || this.#window.isPaused) this.#window.resume();
    else this.#window.pause();
    this.#parts.seat.request();
  }

  wear(theme: CanvasTheme): void {
    this.#painter.wear(theme);
    this.#parts.seat.request();
  }

  fontsArrived(): void {
    this.#painter.invalidate();
    this.#parts.seat.request();
  }

  paint(): void {
    // The first stroke on a canvas is dear. One whose tape is gone before its first section, because a person runs through
    // instruments, is spared it.
    if (this.#view === null || !this.#hasArrived) return;
    const rows = this.#window.rows(this.#painter.rowCount);
    const largest = rows.reduce((most, row) => (row.kind === 'print' ? Math.max(most, row.lots) : most), 0);
    this.#fullLots = Math.max(largest, this.#fullLots * SCALE_FADE);
    this.#painter.paint(rows, this.#fullLots);
    this.#reporter.painted();
  }

  dispose(): void {
    this.#reporter.dispose();
    this.#close();
  }

  #close(): void {
    this.#view?.close();
    this.#view = null;
  }

  #show(section: FrameSection): void {
    const { payload } = section;
    const { id, index } = this.#instrument;
    if (payload[TAPE.instrumentIndex] !== index) return;
    if (!this.#model.apply(payload)) {
      const message = `expected whole prints of ${id}, received ${payload.length} words`;
      this.#parts.fault({ code: 'VIEW_MALFORMED', message });
      return;
    }
    this.#hasArrived = true;
    this.#reporter.arrived(qualityOfSection(section));
    this.#parts.seat.request();
  }
}
