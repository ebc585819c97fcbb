/** Row height in CSS pixels per density. */
export const ROW_HEIGHT = { compact: 16, normal: 18, roomy: 22 } as const;

/** Normal row height in CSS pixels, rounded so that every row begins on a device pixel and can be repainted by itself. */
export function rowHeightAt(pixelRatio: number): number {
  return Math.round(ROW_HEIGHT.normal * pixelRatio) / pixelRatio;
}

/** Token of tokens.css by the name canvases use for it. */
export const CANVAS_TOKENS = {
  surface0: '--surface-0',
  surface1: '--surface-1',
  surface2: '--surface-2',
  surface3: '--surface-3',
  line: '--line',
  lineSoft: '--line-soft',
  text1: '--text-1',
  text2: '--text-2',
  text3: '--text-3',
  accent: '--accent',
  focus: '--focus',
  bid: '--bid',
  ask: '--ask',
  bidSoft: '--bid-soft',
  askSoft: '--ask-soft',
  tradeBuy: '--trade-buy',
  tradeSell: '--trade-sell',
  warn: '--warn',
  bad: '--bad',
  stale: '--stale',
  gap: '--gap',
  fontWords: '--font-words',
  fontNumbers: '--font-numbers',
} as const;

/** Colours are CSS colour text; `fontWords` and `fontNumbers` are font families. */
export type CanvasTheme = { readonly [Name in keyof typeof CANVAS_TOKENS]: string };

/** The token values in force; '' for a token the page does not define. Read once per theme: it asks for a style pass. */
export function readTheme(element: Element = document.documentElement): CanvasTheme {
  const style = getComputedStyle(element);
  const read = Object.entries(CANVAS_TOKENS).map(([name, token]) => [
    name,
    style.getPropertyValue(token).trim(),
  ]);
  return Object.fromEntries(read) as CanvasTheme;
}

/** `font` property for numbers on canvas. @param sizePx CSS pixels */
export function numberFont(theme: CanvasTheme, sizePx = 12, weight = 400): string {
  return `${weight} ${sizePx}px ${theme.fontNumbers}`;
}

/** `font` property for words on canvas. @param sizePx CSS pixels */
export function wordFont(theme: CanvasTheme, sizePx = 11, weight = 400): string {
  return `${weight} ${sizePx}px ${theme.fontWords}`;
}
