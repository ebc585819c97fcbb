import { describe, expect, it } from 'vitest';
import { GlyphWidths, type TextMeasure } from '../../../renderer/shared/glyph-widths.ts';

/** A canvas whose glyphs are as wide as their code, times the font's number. */
class CountingMeasure implements TextMeasure {
  font = '';
  measured: string[] = [];
  measureText(text: string): TextMetrics {
    this.measured.push(text);
    const codes = [...text].reduce((sum, glyph) => sum + (glyph.codePointAt(0) ?? 0), 0);
    return { width: codes * Number(this.font) } as TextMetrics;
  }
}

describe('GlyphWidths', () => {
  it('adds up glyphs and measures each once a font', () => {
    const measure = new CountingMeasure();
    const widths = new GlyphWidths(measure);
    expect([widths.widthOf('101', '1'), widths.widthOf('110', '1'), widths.widthOf('0', '2')]).toEqual([
      49 + 48 + 49,
      49 + 49 + 48,
      96,
    ]);
    expect(measure.measured).toEqual(['1', '0', '0']);
  });

  it('measures anew after fonts have arrived', () => {
    const measure = new CountingMeasure();
    const widths = new GlyphWidths(measure);
    widths.widthOf('7', '1');
    widths.forget();
    widths.widthOf('7', '1');
    expect(measure.measured).toEqual(['7', '7']);
  });

  it('is right for any number of glyphs while it remembers only so many', () => {
    const widths = new GlyphWidths(new CountingMeasure());
    const text = Array.from({ length: 3_000 }, (_, at) => String.fromCodePoint(0x4e00 + at)).join('');
    const wanted = [...text].reduce((sum, glyph) => sum + (glyph.codePointAt(0) ?? 0), 0);
    expect([widths.widthOf(text, '1'), widths.widthOf(text, '1')]).toEqual([wanted, wanted]);
  });
});
