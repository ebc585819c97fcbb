import type { ClientFault } from '../api/client-fault.ts';
import type { TerminalClient } from '../api/terminal-client.ts';
import type { CanvasTheme } from './canvas-theme.ts';
import type { PaintSeat } from './paint-loop.ts';

/** Room that a canvas has on the screen. A width or height of 0: it cannot be seen. */
export type Extent = {
  /** CSS pixels, whole. */
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly pixelRatio: number;
};

/** A canvas of the page, or one that was handed to a worker. */
export type PaintedCanvas = HTMLCanvasElement | OffscreenCanvas;
export type PaintedContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** What a painting is given by the place where it is made, worker or page. */
export type PaintingParts<Report> = {
  readonly client: Pick<TerminalClient, 'openView'>;
  readonly canvas: PaintedCanvas;
  readonly context: PaintedContext;
  readonly theme: CanvasTheme;
  /** The painting's seat in the paint loop; `paint` is called after it asked. */
  readonly seat: PaintSeat;
  readonly tell: (report: Report) => void;
  readonly fault: (fault: ClientFault) => void;
};

/**
 * A panel's canvas with all that it takes to paint it: model, view of the terminal and painter. It lives beside the canvas,
 * in a worker or on the page, hears the panel by commands and tells it what the DOM has to show.
 */
export type Painting<Command> = {
  /** While it cannot be seen it holds no view and paints nothing. */
  resize(extent: Extent): void;
  command(command: Command): void;
  wear(theme: CanvasTheme): void;
  /** What was measured and painted in another font is so no more. */
  fontsArrived(): void;
  paint(): void;
  /** Closes its view. */
  dispose(): void;
};

/** A panel's hold on its painting. */
export type MountedPainting<Command> = {
  command(command: Command): void;
  /** Nothing is reported after this. */
  dispose(): void;
};

/** Sets the canvas's pixels, which clears it. @returns whether it had another size */
export function fitPixels(canvas: Pick<PaintedCanvas, 'width' | 'height'>, extent: Extent): boolean {
  const width = Math.round(extent.width * extent.pixelRatio);
  const height = Math.round(extent.height * extent.pixelRatio);
  if (canvas.width === width && canvas.height === height) return false;
  canvas.width = width;
  canvas.height = height;
  return true;
}

export function isSeen({ width, height }: Extent): boolean {
  return width > 0 && height > 0;
}
