import { numberFont, wordFont, type CanvasTheme } from '../../shared/canvas-theme.ts';

/** What the painter needs of the design tokens: canvas colours and `font` texts. */
export type LadderTheme = {
  readonly surface: string;
  readonly priceSurface: string;
  readonly pointerSurface: string;
  readonly spreadSurface: string;
  readonly hatch: string;
  readonly text: string;
  readonly quietText: string;
  readonly dimText: string;
  readonly bid: string;
  readonly ask: string;
  /** Behind sizes, 20 to 28 % opaque. */
  readonly bidBar: string;
  readonly askBar: string;
  readonly tradeBuy: string;
  readonly tradeSell: string;
  readonly numberFont: string;
  readonly strongNumberFont: string;
  readonly smallNumberFont: string;
  readonly labelFont: string;
};

export function ladderTheme(theme: CanvasTheme): LadderTheme {
  return {
    surface: theme.surface0,
    priceSurface: theme.surface1,
    pointerSurface: theme.surface3,
    spreadSurface: theme.lineSoft,
    hatch: theme.line,
    text: theme.text1,
    quietText: theme.text2,
    dimText: theme.text3,
    bid: theme.bid,
    ask: theme.ask,
    bidBar: theme.bidSoft,
    askBar: theme.askSoft,
    tradeBuy: theme.tradeBuy,
    tradeSell: theme.tradeSell,
    numberFont: numberFont(theme),
    strongNumberFont: numberFont(theme, 12, 700),
    smallNumberFont: numberFont(theme, 11),
    labelFont: wordFont(theme),
  };
}
