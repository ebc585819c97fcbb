import { readTheme, ROW_HEIGHT } from '../../shared/canvas-theme.ts';
import type { PriceFormat, SizeFormat } from '../../shared/format.ts';
import { onPaint } from '../../shared/paint-loop.ts';
import { BarScale } from './bar-scale.ts';
import type { LadderColumns } from './ladder-columns.ts';
import type { LadderFrame } from './ladder-frame.ts';
import type { LadderPosition } from './ladder-geometry.ts';
import { LadderPainter, largestVisibleLots } from './ladder-paint.ts';
import { ladderTheme } from './ladder-theme.ts';

export const LADDER_ROW_HEIGHT = ROW_HEIGHT.normal;

export type LadderCanvasSource = {
  readonly format: PriceFormat & SizeFormat;
  /** Null while there is nothing to paint. */
  readonly frame: () => LadderFrame | null;
  readonly position: () => LadderPosition;
  readonly pointerRow: () => number | null;
  /** The canvas has room for this many whole rows, at least 1. */
  readonly onRows: (rows: number) => void;
  /** The columns were laid out anew. */
  readonly onColumns: (columns: LadderColumns) => void;
};

export type LadderCanvas = {
  /** Paints in the next animation frame. */
  request(): void;
  dispose(): void;
};

/**
 * Keeps a canvas as large as its parent and paints the ladder on it. The canvas says in its data attributes what is on
 * it: the frame's sequence, rows, the price at the top and the step, both in ticks.
 */
export function mountLadderCanvas(canvas: HTMLCanvasElement, source: LadderCanvasSource): LadderCanvas {
  const context = canvas.getContext('2d', { alpha: false });
  const frameBox = canvas.parentElement;
  if (context === null || frameBox === null)
    throw new Error('expected a canvas with a 2d context and a parent');
  const painter = new LadderPainter(context, ladderTheme(readTheme()), source.format);
  const scale = new BarScale();
  let pixelRatio = 0;
  let columns: LadderColumns | null = null;

  const measure = (): void => {
    const { clientWidth: width, clientHeight: height } = frameBox;
    pixelRatio = window.devicePixelRatio;
    canvas.width = Math.round(width * pixelRatio);
    canvas.height = Math.round(height * pixelRatio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    painter.resize({ width, height, rowHeight: LADDER_ROW_HEIGHT, pixelRatio });
    source.onRows(Math.max(1, Math.floor(height / LADDER_ROW_HEIGHT)));
    // Setting a canvas's size blanks it; painting at once keeps a drag of the panel's edge from flickering.
    paint();
  };
  const paint = (): void => {
    const frame = source.frame();
    if (frame === null) return;
    if (pixelRatio !== window.devicePixelRatio) return measure();
    const position = source.position();
    const isEasing = scale.easeTo(largestVisibleLots(frame, position));
    painter.paint({ frame, position, scale, pointerRow: source.pointerRow() });
    if (painter.columns !== null && painter.columns !== columns) {
      columns = painter.columns;
      source.onColumns(columns);
    }
    canvas.dataset['sequence'] = String(frame.sequence);
    canvas.dataset['rows'] = String(position.rows);
    canvas.dataset['topTicks'] = String(position.topRow * position.step);
    canvas.dataset['step'] = String(position.step);
    if (isEasing) seat.request();
  };
  const seat = onPaint(paint);
  const repaintAll = (): void => {
    painter.invalidate();
    seat.request();
  };
  const observer = new ResizeObserver(measure);
  observer.observe(frameBox);
  document.fonts.addEventListener('loadingdone', repaintAll);
  measure();

  return {
    request: () => seat.request(),
    dispose: () => {
      observer.disconnect();
      document.fonts.removeEventListener('loadingdone', repaintAll);
      seat.dispose();
    },
  };
}
