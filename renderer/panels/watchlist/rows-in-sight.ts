/** What of a long list of rows of equal height a scrolled box shows. Pixels are CSS pixels. */
export type ScrolledList = {
  readonly scrollTop: number;
  /** Room for rows, without the head that stays above them. */
  readonly height: number;
  readonly rowHeight: number;
  readonly count: number;
};

/** Drawn above and below what is in sight, so that a turn of the wheel uncovers rows that are there already. */
export const SPARE_ROWS = 4;

/** Places of the rows to draw, rising: those in sight, some spare ones, and `kept` wherever it is (below 0: none). */
export function rowsInSight({ scrollTop, height, rowHeight, count }: ScrolledList, kept: number): number[] {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - SPARE_ROWS);
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + SPARE_ROWS);
  const places: number[] = [];
  for (let place = first; place < end; place += 1) places.push(place);
  if (kept < 0 || kept >= count || (kept >= first && kept < end)) return places;
  return kept < first ? [kept, ...places] : [...places, kept];
}

/** Where to scroll so that the row at `place` is wholly in sight, by the shortest way. */
export function scrolledTo({ scrollTop, height, rowHeight }: ScrolledList, place: number): number {
  const top = place * rowHeight;
  return Math.max(0, Math.min(top, Math.max(scrollTop, top + rowHeight - height)));
}
