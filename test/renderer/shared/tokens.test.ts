import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CANVAS_TOKENS } from '../../../renderer/shared/canvas-theme.ts';

const css = readFileSync(new URL('../../../renderer/shared/tokens.css', import.meta.url), 'utf8');
const tokensOf = (selector: string): ReadonlyMap<string, string> => {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('\n}', start));
  return new Map(
    [...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
  );
};
const dark = tokensOf(':root');

/** Relative luminance of WCAG 2.2. */
function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, '$&$&') : hex;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(full.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dim = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dim + 0.05);
}

const TEXT_TOKENS = [
  '--text-1',
  '--text-2',
  '--text-3',
  '--bid',
  '--ask',
  '--trade-buy',
  '--trade-sell',
  '--warn',
  '--bad',
  '--stale',
  '--gap',
  '--accent',
];
const PALETTES = [':root', ":root[data-palette='blue-orange']", ":root[data-palette='high-contrast']"];

describe('tokens.css', () => {
  it('defines every token a canvas reads', () => {
    expect(Object.values(CANVAS_TOKENS).filter((token) => !dark.has(token))).toEqual([]);
  });

  it.each(PALETTES)('keeps text at 4.5:1 or more on surfaces 0 to 2 in %s', (palette) => {
    const tokens = new Map([...dark, ...tokensOf(palette)]);
    const faint = TEXT_TOKENS.flatMap((token) =>
      ['--surface-0', '--surface-1', '--surface-2']
        .map((surface) => ({
          token,
          surface,
          ratio: contrast(tokens.get(token) ?? '', tokens.get(surface) ?? ''),
        }))
        .filter(({ ratio }) => !(ratio >= 4.5)),
    );
    expect(faint).toEqual([]);
  });

  it('would notice a colour that is too faint', () => {
    expect(contrast('#555555', '#0d1014')).toBeLessThan(4.5);
  });
});
