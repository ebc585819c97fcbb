/** What measures text: a canvas context. */
export type TextMeasure = Pick<CanvasRenderingContext2D, 'font' | 'measureText'>;

/** Glyphs remembered, all fonts together. Prices and sizes use some twenty in three fonts. */
const MAX_GLYPHS = 512;

/**
 * Widths of texts whose glyphs stand side by side without kerning, as figures do: each glyph is measured once a font and
 * a text is the sum of its glyphs.
 */
export class GlyphWidths {
  readonly #measure: TextMeasure;
  readonly #fonts = new Map<string, Map<string, number>>();
  #count = 0;

  constructor(measure: TextMeasure) {
    this.#measure = measure;
  }

  /** CSS pixels. @param font as of a canvas context */
  widthOf(text: string, font: string): number {
    const glyphs = this.#fonts.get(font) ?? new Map<string, number>();
    this.#fonts.set(font, glyphs);
    let width = 0;
    for (const glyph of text) width += glyphs.get(glyph) ?? this.#measured(glyph, font, glyphs);
    return width;
  }

  /** Fonts have arrived: what was measured was of others. */
  forget(): void {
    this.#fonts.clear();
    this.#count = 0;
  }

  #measured(glyph: string, font: string, glyphs: Map<string, number>): number {
    if (this.#count >= MAX_GLYPHS) this.forget();
    this.#measure.font = font;
    const { width } = this.#measure.measureText(glyph);
    glyphs.set(glyph, width);
    this.#count += 1;
    return width;
  }
}
