import type { BandSurface } from '../../../renderer/panels/chart/incomplete-bands.ts';
import type { LadderSurface } from '../../../renderer/panels/ladder/paint-row.ts';
import type { TapeCanvasSurface } from '../../../renderer/panels/tape/tape-painter.ts';

export type PaintedText = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly font: string;
  readonly color: string;
};
export type PaintedBox = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly color: string;
};

/** A canvas context that remembers what was painted; every character is 7 px wide. */
export class RecordingSurface implements LadderSurface, TapeCanvasSurface, BandSurface {
  fillStyle: string | CanvasGradient | CanvasPattern = '';
  strokeStyle: string | CanvasGradient | CanvasPattern = '';
  lineWidth = 1;
  font = '';
  textAlign: CanvasTextAlign = 'start';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  texts: PaintedText[] = [];
  boxes: PaintedBox[] = [];
  outlines: PaintedBox[] = [];
  /** Lines drawn, as [from x, from y, to x, to y]. */
  lines: [number, number, number, number][] = [];
  /** Filled shapes, by colour. */
  shapes: string[] = [];
  /** Parts of the canvas copied onto itself, device pixels. */
  copies: { readonly fromY: number; readonly toY: number; readonly height: number }[] = [];
  #at: [number, number] = [0, 0];
  #depth = 0;

  /** save() without restore(). */
  get depth(): number {
    return this.#depth;
  }

  forget(): void {
    this.texts = [];
    this.boxes = [];
    this.outlines = [];
    this.lines = [];
    this.shapes = [];
    this.copies = [];
  }

  fillText(text: string, x: number, y: number): void {
    this.texts.push({ text, x, y, font: this.font, color: colorOf(this.fillStyle) });
  }
  measureText(text: string): TextMetrics {
    return { width: text.length * 7 } as TextMetrics;
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.boxes.push({ x, y, width, height, color: colorOf(this.fillStyle) });
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    this.outlines.push({ x, y, width, height, color: colorOf(this.strokeStyle) });
  }
  drawImage(
    _image: CanvasImageSource,
    _fromX: number,
    fromY: number,
    _fromWidth: number,
    height: number,
    _toX: number,
    toY: number,
  ): void {
    this.copies.push({ fromY, toY, height });
  }
  moveTo(x: number, y: number): void {
    this.#at = [x, y];
  }
  lineTo(x: number, y: number): void {
    this.lines.push([...this.#at, x, y]);
    this.#at = [x, y];
  }
  fill(): void {
    this.shapes.push(colorOf(this.fillStyle));
  }
  save(): void {
    this.#depth += 1;
  }
  restore(): void {
    this.#depth -= 1;
  }
  stroke(): void {}
  beginPath(): void {}
  rect(): void {}
  clip(): void {}
  closePath(): void {}
  setTransform(): void {}
}

function colorOf(style: string | CanvasGradient | CanvasPattern): string {
  return typeof style === 'string' ? style : 'no plain colour';
}
