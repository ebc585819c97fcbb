import { rowHeightAt } from '../../shared/canvas-theme.ts';
import type { LadderState } from './ladder-state.svelte.ts';

/** A notch of a mouse wheel is 100 to 120 px: three to four rows. */
const WHEEL_PX_PER_ROW = 33;

type RowsEvent = PointerEvent & { readonly currentTarget: HTMLElement };

/** What a pointer over the rows means for the ladder: it holds them, drags them and turns them with its wheel. */
export class LadderPointer {
  readonly #ladder: Pick<LadderState, 'point' | 'scrollBy'>;
  #drag: { readonly startY: number; rows: number } | null = null;
  #wheelPx = 0;

  constructor(ladder: Pick<LadderState, 'point' | 'scrollBy'>) {
    this.#ladder = ladder;
  }

  point(event: RowsEvent): void {
    const y = yOf(event);
    this.#ladder.point(y);
    if (this.#drag === null) return;
    const rows = Math.round((y - this.#drag.startY) / rowHeightAt(window.devicePixelRatio || 1));
    this.#ladder.scrollBy(rows - this.#drag.rows);
    this.#drag.rows = rows;
  }

  beginDrag(event: RowsEvent): void {
    if (event.button !== 0) return;
    this.point(event);
    this.#drag = { startY: yOf(event), rows: 0 };
    event.currentTarget.setPointerCapture(event.pointerId);
  }

  endDrag(): void {
    this.#drag = null;
  }

  leave(): void {
    this.#drag = null;
    this.#ladder.point(null);
  }

  turnWheel(event: WheelEvent): void {
    event.preventDefault();
    const isPixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL;
    this.#wheelPx -= isPixels ? event.deltaY : event.deltaY * WHEEL_PX_PER_ROW;
    const rows = Math.trunc(this.#wheelPx / WHEEL_PX_PER_ROW);
    this.#wheelPx -= rows * WHEEL_PX_PER_ROW;
    this.#ladder.scrollBy(rows);
  }
}

function yOf(event: RowsEvent): number {
  return event.clientY - event.currentTarget.getBoundingClientRect().top;
}
