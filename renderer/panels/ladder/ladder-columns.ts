/** Horizontal extent of one column in CSS pixels, left edge and width; width 0 when the column is left out. */
export type Column = { readonly left: number; readonly width: number };

export type LadderColumns = {
  readonly bidCumulative: Column;
  readonly bid: Column;
  readonly price: Column;
  readonly ask: Column;
  readonly askCumulative: Column;
  readonly width: number;
  readonly priceTextWidth: number;
};

/** Space between a text and its column's edge, CSS pixels. */
export const CELL_PADDING = 4;
/** Room beside the price for the last-trade mark, each side. */
const MARK_WIDTH = 10;
/** Widest text that a size column is given room for before cumulative columns appear. */
const SIZE_CHARACTERS = 6;
const CUMULATIVE_SHARE = 0.44;

/**
 * Lays the columns out so that the price is in the middle and both sides are alike. Cumulative sizes appear once all
 * four size columns have room for six characters; the price column never shrinks, because a cut price is a wrong price.
 *
 * @param width of the panel, CSS pixels
 * @param priceWidth of the widest price text
 * @param characterWidth of one digit
 */
export function layOutColumns(width: number, priceWidth: number, characterWidth: number): LadderColumns {
  const price = Math.ceil(priceWidth) + 2 * MARK_WIDTH;
  const side = Math.max(0, Math.floor((width - price) / 2));
  const sizeWidth = SIZE_CHARACTERS * characterWidth + 2 * CELL_PADDING;
  const cumulative = side * CUMULATIVE_SHARE >= sizeWidth ? Math.floor(side * CUMULATIVE_SHARE) : 0;
  const size = side - cumulative;
  return {
    bidCumulative: { left: 0, width: cumulative },
    bid: { left: cumulative, width: size },
    price: { left: side, width: width - 2 * side },
    ask: { left: width - side, width: size },
    askCumulative: { left: width - cumulative, width: cumulative },
    width,
    priceTextWidth: Math.ceil(priceWidth),
  };
}
