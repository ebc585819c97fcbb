import { readTheme, type CanvasTheme } from './canvas-theme.ts';
import { onPaint, type PaintSeat } from './paint-loop.ts';

/** A canvas as a painter meets it: coordinates in CSS pixels, the device's pixel ratio already applied. */
export type CanvasSurface = {
  readonly context: CanvasRenderingContext2D;
  readonly canvas: HTMLCanvasElement;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly theme: CanvasTheme;
};

export type CanvasPainting = {
  paint(surface: CanvasSurface): void;
  /** Gives the owner the seat to ask for paints with; null when the canvas has gone. */
  seated(seat: PaintSeat | null): void;
};

/** Attachment that keeps a canvas as sharp as its box and paints it in the common paint loop. */
export function canvasSurface(painting: CanvasPainting): (canvas: HTMLCanvasElement) => () => void {
  return (canvas) => {
    const context = canvas.getContext('2d');
    if (context === null) return () => {};
    const theme = readTheme();
    const seat = onPaint(() => {
      const { clientWidth: width, clientHeight: height } = canvas;
      if (width === 0 || height === 0) return;
      fitPixels(canvas, context, width, height);
      painting.paint({ context, canvas, width, height, theme });
    });
    const sizes = new ResizeObserver(() => seat.request());
    sizes.observe(canvas);
    // Text painted before the bundled font has arrived is in another one.
    const fontsArrived = (): void => seat.request();
    document.fonts.addEventListener('loadingdone', fontsArrived);
    painting.seated(seat);
    seat.request();
    return () => {
      painting.seated(null);
      document.fonts.removeEventListener('loadingdone', fontsArrived);
      sizes.disconnect();
      seat.dispose();
    };
  };
}

function fitPixels(
  canvas: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
): void {
  const ratio = window.devicePixelRatio || 1;
  const pixelWidth = Math.round(width * ratio);
  const pixelHeight = Math.round(height * ratio);
  // Setting the size clears the canvas and its state, so only on a change.
  if (canvas.width !== pixelWidth) canvas.width = pixelWidth;
  if (canvas.height !== pixelHeight) canvas.height = pixelHeight;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}
