import { requestPaint, type BeforePaint } from './animation-frames.ts';

/** A painter's seat in the loop. */
export type PaintSeat = {
  /** Paints in the next animation frame, once, however often it is asked. */
  request(): void;
  /** The painter is not called again. */
  dispose(): void;
};

/** One animation frame for all painters: each runs at most once a frame and only when it asked. */
export class PaintLoop {
  readonly #beforePaint: BeforePaint;
  readonly #seats = new Map<PaintSeat, () => void>();
  readonly #requested = new Set<PaintSeat>();
  #cancel: (() => void) | null = null;

  constructor(beforePaint: BeforePaint) {
    this.#beforePaint = beforePaint;
  }

  seat(painter: () => void): PaintSeat {
    const seat: PaintSeat = {
      request: () => {
        if (!this.#seats.has(seat)) return;
        this.#requested.add(seat);
        this.#cancel ??= this.#beforePaint(() => this.#paintAll());
      },
      dispose: () => {
        this.#seats.delete(seat);
        this.#requested.delete(seat);
        if (this.#requested.size > 0) return;
        this.#cancel?.();
        this.#cancel = null;
      },
    };
    this.#seats.set(seat, painter);
    return seat;
  }

  #paintAll(): void {
    this.#cancel = null;
    // A painter may ask again for the frame after this one (an easing scale), so take the list first.
    const due = [...this.#requested];
    this.#requested.clear();
    for (const seat of due) this.#paintOne(seat);
  }

  /** One painter's fault must not leave the other panels unpainted; it surfaces as an uncaught error. */
  #paintOne(seat: PaintSeat): void {
    try {
      this.#seats.get(seat)?.();
    } catch (error) {
      reportError(error);
    }
  }
}

/**
 * The loop of all panels that paint on the page itself. Chromium calls no animation frame while the document is hidden,
 * so a request waits until it is seen again.
 */
export const pagePaintLoop = new PaintLoop((call) => requestPaint(call));

/** A seat in the page's loop. */
export function onPaint(painter: () => void): PaintSeat {
  return pagePaintLoop.seat(painter);
}
