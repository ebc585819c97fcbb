import { rowHeightAt, type CanvasTheme } from '../../shared/canvas-theme.ts';
import { fitPixels, isSeen, type Extent, type Painting, type PaintingParts } from '../../shared/painting.ts';
import { BarScale } from './bar-scale.ts';
import { rowAt } from './ladder-geometry.ts';
import type { LadderCommand, LadderReport, LadderStart } from './ladder-messages.ts';
import { LadderModel } from './ladder-model.ts';
import { LadderPainter, largestVisibleLots } from './ladder-paint.ts';
import { LadderReporter } from './ladder-reporter.ts';
import { ladderTheme } from './ladder-theme.ts';

/** A ladder's canvas with its model: the same in a worker and on the page. */
export class LadderPainting implements Painting<LadderCommand> {
  readonly #parts: PaintingParts<LadderReport>;
  readonly #model: LadderModel;
  readonly #painter: LadderPainter;
  readonly #reporter: LadderReporter;
  readonly #scale = new BarScale();
  #pointerY: number | null = null;
  /** CSS pixels; 0 while the ladder cannot be seen. */
  #rowHeight = 0;

  constructor(start: LadderStart, parts: PaintingParts<LadderReport>) {
    this.#parts = parts;
    this.#painter = new LadderPainter(parts.context, ladderTheme(parts.theme), start.instrument);
    this.#model = new LadderModel({
      ...start,
      client: parts.client,
      onChange: () => parts.seat.request(),
      onLost: () => this.#reporter.suspended(),
      onMalformed: (message) => parts.fault({ code: 'FRAME_MALFORMED', message }),
    });
    this.#reporter = new LadderReporter(this.#model, start.instrument, parts.tell);
  }

  resize(extent: Extent): void {
    const { width, height, pixelRatio } = extent;
    this.#rowHeight = isSeen(extent) ? rowHeightAt(pixelRatio) : 0;
    if (this.#rowHeight === 0) {
      this.#model.suspend();
      this.#reporter.suspended();
      return;
    }
    fitPixels(this.#parts.canvas, extent);
    this.#painter.resize({ width, height, rowHeight: this.#rowHeight, pixelRatio });
    this.#model.resize(Math.max(1, Math.floor(height / this.#rowHeight)));
    this.#reporter.expect();
    // Setting a canvas's size blanks it; painting at once keeps a drag of the panel's edge from flickering.
    this.paint();
  }

  command(command: LadderCommand): void {
    // Rows that light up under the pointer are nothing the panel shows; that it holds them is.
    const isOverRows = command.kind === 'point' && command.y !== null && this.#pointerY !== null;
    if (!isOverRows) this.#reporter.expect();
    if (command.kind === 'point') this.#point(command.y);
    else if (command.kind === 'scroll') this.#model.scrollBy(command.rowsUp);
    else if (command.kind === 'group') this.#model.groupBy(command.step);
    else this.#model.recentre();
    this.#parts.seat.request();
  }

  wear(theme: CanvasTheme): void {
    this.#painter.wear(ladderTheme(theme));
    this.#parts.seat.request();
  }

  fontsArrived(): void {
    this.#painter.invalidate();
    this.#parts.seat.request();
  }

  paint(): void {
    const { frame, position } = this.#model;
    if (frame === null || this.#rowHeight === 0) return;
    const isEasing = this.#scale.easeTo(largestVisibleLots(frame, position));
    const pointerRow = this.#pointerY === null ? null : rowAt(position, this.#pointerY, this.#rowHeight);
    this.#painter.paint({ frame, position, scale: this.#scale, pointerRow });
    this.#reporter.painted(this.#painter.columns);
    if (isEasing) this.#parts.seat.request();
  }

  dispose(): void {
    this.#reporter.dispose();
    this.#model.close();
  }

  #point(y: number | null): void {
    const wasHeld = this.#pointerY !== null;
    this.#pointerY = y;
    if (wasHeld !== (y !== null)) this.#model.hold(y !== null);
  }
}
