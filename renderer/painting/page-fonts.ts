import type { FontSource } from './painting-messages.ts';

const FIGURE_ZERO = 0x30;
const ADDRESS = /url\((["']?)([^"')]+)\1\)/g;

/**
 * The fonts that the page's style sheets declare for figures, for a worker, which knows none of them. Parts of a font for
 * other scripts are left out: no canvas writes in them.
 */
export function pageFonts(sheets: Iterable<CSSStyleSheet>): FontSource[] {
  return [...sheets]
    .flatMap((sheet) =>
      [...sheet.cssRules]
        .filter((rule) => rule instanceof CSSFontFaceRule)
        .map((rule) => sourceOf(rule, sheet)),
    )
    .filter(({ unicodeRange }) => coversFigures(unicodeRange));
}

/** @param unicodeRange as of a font face: "U+0-FF, U+131", with leading zeros or without */
export function coversFigures(unicodeRange: string): boolean {
  return unicodeRange.split(',').some((part) => {
    const [from = '', to = from] = part.trim().replace(/^U\+/i, '').split('-');
    return Number.parseInt(from, 16) <= FIGURE_ZERO && Number.parseInt(to, 16) >= FIGURE_ZERO;
  });
}

function sourceOf({ style }: CSSFontFaceRule, sheet: CSSStyleSheet): FontSource {
  const base = sheet.href ?? document.baseURI;
  return {
    family: unquoted(style.getPropertyValue('font-family')),
    source: style
      .getPropertyValue('src')
      .replace(ADDRESS, (_all, _quote, address: string) => `url("${new URL(address, base).href}")`),
    weight: style.getPropertyValue('font-weight') || 'normal',
    style: style.getPropertyValue('font-style') || 'normal',
    unicodeRange: style.getPropertyValue('unicode-range') || 'U+0-10FFFF',
  };
}

function unquoted(family: string): string {
  return family.replace(/^(["'])(.*)\1$/, '$2');
}
