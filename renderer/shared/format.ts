import { decimalText } from '../../main/core/units/decimal-text.ts';

/** How an instrument writes its prices. */
export type PriceFormat = { readonly tickUnits: number; readonly priceDigits: number };
/** How an instrument writes its sizes. */
export type SizeFormat = { readonly lotUnits: number; readonly sizeDigits: number };

export const MINUS = '\u2212';
const THIN_SPACE = '\u2009';
const NOTHING = '\u2013';

/** Exact price of whole ticks, thousands grouped by thin spaces: "64 123.50". En dash for "none" (below 0). */
export function priceText(ticks: number, format: PriceFormat): string {
  return ticks < 0 ? NOTHING : grouped(decimalText(ticks * format.tickUnits, format.priceDigits));
}

/** Exact quantity of whole lots, thousands grouped by thin spaces. */
export function sizeText(lots: number, format: SizeFormat): string {
  return grouped(decimalText(lots * format.lotUnits, format.sizeDigits));
}

const SUFFIXES = ['', 'K', 'M', 'B', 'T'] as const;

/**
 * Quantity in few digits, rounded half up: four below a thousand ("0.0532", "12.35", "254" in whole lots), three and a
 * suffix from there on ("3.30K", "12.3K", "4.10M"), so that a column of them does not jump in width.
 */
export function compactSizeText(lots: number, format: SizeFormat): string {
  const units = lots * format.lotUnits;
  let digits = format.sizeDigits;
  let suffix = 0;
  while (units >= 1_000 * 10 ** digits && suffix < SUFFIXES.length - 1) {
    digits += 3;
    suffix += 1;
  }
  const wholeLength = String(Math.floor(units / 10 ** digits)).length;
  const significant = suffix === 0 ? (units < 10 ** digits ? digits + 1 : 4) : 3;
  const kept = Math.min(digits, Math.max(0, significant - wholeLength));
  const rounded = Math.floor(units / 10 ** (digits - kept) + 0.5);
  // 999.96 rounds to the next suffix's 1.
  if (rounded >= 1_000 * 10 ** kept && suffix < SUFFIXES.length - 1)
    return `1.00${SUFFIXES[suffix + 1] ?? ''}`;
  return decimalText(rounded, kept) + (SUFFIXES[suffix] ?? '');
}

/** Signed price difference in whole ticks: "+1.25", "−0.50", "0.00". */
export function changeText(changeTicks: number, format: PriceFormat): string {
  const text = grouped(decimalText(changeTicks * format.tickUnits, format.priceDigits));
  return changeTicks > 0 ? `+${text}` : text;
}

/** Change in hundredths of a percent of the opening price, rounded half away from zero: "+1.23%". En dash without one. */
export function changePercentText(changeTicks: number, openTicks: number): string {
  if (openTicks <= 0) return NOTHING;
  const hundredths = Math.sign(changeTicks) * Math.floor((Math.abs(changeTicks) * 10_000) / openTicks + 0.5);
  const text = decimalText(hundredths === 0 ? 0 : hundredths, 2);
  return `${hundredths > 0 ? '+' : ''}${text}%`;
}

/** Age for a person: "1.2 s", "42 s", "3 min 05 s", "2 h 05 min". Below 0 counts as 0. */
export function ageText(ageMs: number): string {
  const tenths = Math.max(0, Math.floor(ageMs / 100));
  if (tenths < 100) return `${decimalText(tenths, 1)} s`;
  const seconds = Math.floor(tenths / 10);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${two(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

const DAY_MS = 86_400_000;

/** Time of day in UTC, "14:03:07.123", of milliseconds since the Unix epoch. */
export function timeText(timeMs: number): string {
  const ofDay = Math.floor(((timeMs % DAY_MS) + DAY_MS) % DAY_MS);
  return `${clockText(ofDay)}.${String(ofDay % 1_000).padStart(3, '0')}`;
}

/** Time of day in UTC without milliseconds, "14:03:07". */
export function secondsText(timeMs: number): string {
  return clockText(Math.floor(((timeMs % DAY_MS) + DAY_MS) % DAY_MS));
}

function clockText(ofDayMs: number): string {
  const seconds = Math.floor(ofDayMs / 1_000);
  return `${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** Whole count with thousands grouped by thin spaces. */
export function countText(count: number): string {
  return grouped(decimalText(Math.round(count), 0));
}

const QUANTITY = /^(\d{1,15})(?:[.,](\d{0,12}))?$/;

/**
 * Lots of a quantity typed by a person ("0.5", "1 000"), rounded up to the next whole lot.
 * @returns null when it is not a quantity
 */
export function lotsOfQuantity(text: string, format: SizeFormat): number | null {
  const match = QUANTITY.exec(text.replace(/[\s\u2009]/g, ''));
  if (match === null) return null;
  const decimals = match[2] ?? '';
  const kept = decimals.slice(0, format.sizeDigits).padEnd(format.sizeDigits, '0');
  const isCut = /[1-9]/.test(decimals.slice(format.sizeDigits));
  const units = Number(`${match[1] ?? ''}${kept}`) + (isCut ? 1 : 0);
  const lots = Math.ceil(units / format.lotUnits);
  return Number.isSafeInteger(lots) ? lots : null;
}

function grouped(text: string): string {
  const point = text.indexOf('.');
  const end = point < 0 ? text.length : point;
  const start = text.startsWith(MINUS) ? 1 : 0;
  if (end - start < 4) return text;
  let result = text.slice(end);
  let stop = end;
  for (; stop - 3 > start; stop -= 3) result = THIN_SPACE + text.slice(stop - 3, stop) + result;
  return text.slice(0, stop) + result;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
