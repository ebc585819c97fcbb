import { compactSizeText, sizeText, type SizeFormat } from '../../shared/format.ts';

/** For a column so narrow that not even whole quantities fit: each size in at most four digits with K or M. */
export const COMPACT = -1;

/**
 * How many decimals a column of sizes can show, so that all of them have their points below each other.
 *
 * @param largestLots largest size in the column
 * @param most decimals at most; the instrument's own are exact
 * @returns 0 to `most`, or {@link COMPACT}
 */
export function fittingDecimals(
  largestLots: number,
  format: SizeFormat,
  most: number,
  fits: (text: string) => boolean,
): number {
  for (let decimals = most; decimals >= 0; decimals--)
    if (fits(columnSizeText(largestLots, format, decimals))) return decimals;
  return COMPACT;
}

/** Quantity with that many decimals, rounded half up; one that would round to nothing reads "<0.01". */
export function columnSizeText(lots: number, format: SizeFormat, decimals: number): string {
  if (decimals === COMPACT) return compactSizeText(lots, format);
  if (decimals >= format.sizeDigits) return sizeText(lots, format);
  const cut = 10 ** (format.sizeDigits - decimals);
  const units = Math.floor((lots * format.lotUnits) / cut + 0.5);
  const column = { lotUnits: 1, sizeDigits: decimals };
  return units === 0 && lots > 0 ? `<${sizeText(1, column)}` : sizeText(units, column);
}
