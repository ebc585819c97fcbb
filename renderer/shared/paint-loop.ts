/** A painter's seat in the loop. */
export type PaintSeat = {
  /** Paints in the next animation frame, once, however often it is asked. */
  request(): void;
  /** The painter is not called again. */
  dispose(): void;
};

const seats = new Map<PaintSeat, () => void>();
const requested = new Set<PaintSeat>();
let animationFrame = 0;

/**
 * One animation frame for all panels: painters run at most once a frame and only when they asked.
 * Chromium calls no animation frame while the document is hidden, so a request waits until it is seen again.
 */
export function onPaint(painter: () => void): PaintSeat {
  const seat: PaintSeat = {
    request: () => {
      if (!seats.has(seat)) return;
      requested.add(seat);
      if (animationFrame === 0) animationFrame = requestAnimationFrame(paintAll);
    },
    dispose: () => {
      seats.delete(seat);
      requested.delete(seat);
      if (requested.size > 0 || animationFrame === 0) return;
      cancelAnimationFrame(animationFrame);
      animationFrame = 0;
    },
  };
  seats.set(seat, painter);
  return seat;
}

function paintAll(): void {
  animationFrame = 0;
  // A painter may ask again for the frame after this one (an easing scale), so take the list first.
  const due = [...requested];
  requested.clear();
  for (const seat of due) paintOne(seat);
}

/** One painter's fault must not leave the other panels unpainted; it surfaces as an uncaught error. */
function paintOne(seat: PaintSeat): void {
  try {
    seats.get(seat)?.();
  } catch (error) {
    reportError(error);
  }
}
