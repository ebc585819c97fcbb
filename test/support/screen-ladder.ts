import type { Page } from 'playwright-core';

/** One row of the ladder's accessible table. Sizes in lots, 0 where the cell is empty. */
export type ScreenRow = {
  readonly ticks: number;
  readonly bidLots: number;
  readonly askLots: number;
  readonly bid: string;
  readonly price: string;
  readonly ask: string;
};
export type ScreenLadder = {
  readonly instrument: string;
  readonly sequence: number;
  readonly rows: readonly ScreenRow[];
};

/** The ladder's table as it stands, read in one go. */
export async function readLadder(page: Page): Promise<ScreenLadder> {
  return page.evaluate(() => {
    const table = document.querySelector('[data-testid="ladder-table"]');
    const cell = (row: Element, name: string): Element | null => row.querySelector(`[${name}]`);
    const rows = [...(table?.querySelectorAll('tr[data-ticks]') ?? [])].map((row) => ({
      ticks: Number(row.getAttribute('data-ticks')),
      bidLots: Number(cell(row, 'data-bid-lots')?.getAttribute('data-bid-lots') ?? 0),
      askLots: Number(cell(row, 'data-ask-lots')?.getAttribute('data-ask-lots') ?? 0),
      bid: cell(row, 'data-bid-lots')?.textContent?.trim() ?? '',
      price: row.querySelector('th')?.textContent?.trim() ?? '',
      ask: cell(row, 'data-ask-lots')?.textContent?.trim() ?? '',
    }));
    return {
      instrument: table?.getAttribute('data-instrument') ?? '',
      sequence: Number(table?.getAttribute('data-sequence') ?? 0),
      rows,
    };
  });
}

/** What a ladder with one row a tick must show of a book, in the rows given. */
export function expectedSizes(
  rows: readonly ScreenRow[],
  book: {
    readonly bids: readonly (readonly [number, number])[];
    readonly asks: readonly (readonly [number, number])[];
  },
): { ticks: number; bidLots: number; askLots: number }[] {
  const bids = new Map(book.bids);
  const asks = new Map(book.asks);
  return rows.map(({ ticks }) => ({ ticks, bidLots: bids.get(ticks) ?? 0, askLots: asks.get(ticks) ?? 0 }));
}
