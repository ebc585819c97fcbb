import { countText } from '../../shared/format.ts';
import type { TapeEntry, TapeGap } from './tape-model.ts';

/** Rows a trader can scroll back over. */
export const MAX_SHOWN_ROWS = 500;

/** Whether the size filter lets an entry through. Gaps always show: a filter must not hide that something is missing. */
export function isShown(entry: TapeEntry, minLots: number): boolean {
  return entry.kind === 'gap' || entry.lots >= minLots;
}

/** The rows to paint, newest first: `count` of them after skipping `offset`, within the newest 500 that pass the filter. */
export function tapeRows(
  entries: readonly TapeEntry[],
  minLots: number,
  offset: number,
  count: number,
): readonly TapeEntry[] {
  const rows: TapeEntry[] = [];
  const end = Math.min(offset + count, MAX_SHOWN_ROWS);
  let seen = 0;
  for (let index = entries.length - 1; index >= 0 && seen < end; index--) {
    const entry = entries[index];
    if (entry === undefined || !isShown(entry, minLots)) continue;
    if (seen >= offset) rows.push(entry);
    seen += 1;
  }
  return rows;
}

/** How many of the newest `added` entries pass the filter. */
export function countNew(entries: readonly TapeEntry[], added: number, minLots: number): number {
  return entries.slice(Math.max(0, entries.length - added)).filter((entry) => isShown(entry, minLots)).length;
}

/** Rows there are to scroll over, at most 500. */
export function shownCount(entries: readonly TapeEntry[], minLots: number): number {
  return tapeRows(entries, minLots, 0, MAX_SHOWN_ROWS).length;
}

/** "1 trade missing", "3 trades missing". */
export function gapText(gap: TapeGap): string {
  const missing = gap.to - gap.from + 1;
  return `${countText(missing)} ${missing === 1 ? 'trade' : 'trades'} missing`;
}
