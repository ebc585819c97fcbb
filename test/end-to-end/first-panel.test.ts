import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../support/real-browser.ts';
import { startProduct, type StartedProduct } from '../support/started-product.ts';

/**
 * On a machine with nothing else to do it takes less than a tenth of it. The bound is for the shape: no wait of the
 * page's own, such as a timer or a second try, fits into it. The figure itself is the benchmark's.
 */
const MOST_MS = 5_000;

/** When each of these was first on the page, milliseconds from the start of the navigation. */
type Seen = { readonly [Name in 'watchlist' | 'chart']?: number };

async function firstSights(page: Page, address: string): Promise<Seen> {
  await page.addInitScript(() => {
    const wanted = {
      watchlist: '[data-testid="watchlist-row"][data-last-ticks]',
      chart: '[data-testid="chart-legend"]',
    };
    const seen: Record<string, number> = {};
    const look = (): void => {
      for (const [name, selector] of Object.entries(wanted))
        if (document.querySelector(selector) !== null) seen[name] ??= performance.now();
      requestAnimationFrame(look);
    };
    Object.assign(window, { seen });
    requestAnimationFrame(look);
  });
  await page.goto(address);
  await page.waitForSelector('[data-testid="chart-legend"]');
  return page.evaluate(() => (window as unknown as { readonly seen: Seen }).seen);
}

describe('a window that is opened', () => {
  let product: StartedProduct;
  let browser: Browser;
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct('--seed', '5'), openBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await product.program.end();
  });

  it('shows its first numbers soon, and does not wait for the charts with them', async () => {
    const { page, context, complaints } = await openPage(browser);
    const seen = await firstSights(page, product.address);
    expect(seen.watchlist).toBeLessThan(MOST_MS);
    expect(seen.watchlist ?? MOST_MS).toBeLessThanOrEqual(seen.chart ?? 0);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('moves nothing when the panels come', async () => {
    const { page, context } = await openPage(browser);
    await page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await firstSights(page, product.address);
    const shifts = await page.evaluate(() => (window as unknown as { readonly shifts: number[] }).shifts);
    // A tenth is what a person begins to notice; numbers that fill an empty cell come to a few thousandths.
    expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThan(0.02);
    await context.close();
  });

  it('puts a pinned ladder beside the first, keeps it over a reload, and lets it be closed', async () => {
    const { page, context, complaints } = await openPage(browser);
    const named = (): Promise<string[]> =>
      page.locator('[data-testid="ladder"] [data-testid="panel-instrument"]').allInnerTexts();
    await page.goto(product.address);
    await page.getByRole('button', { name: 'Add a ladder' }).click();
    await page.locator('[data-testid="ladder"]').nth(1).waitFor();
    await page.getByText('NQZ6', { exact: true }).first().click();
    await page.locator('[data-testid="ladder"]', { hasText: 'NQZ6' }).waitFor();
    expect((await named()).toSorted()).toEqual(['BTC-USD', 'NQZ6']);
    await page.waitForFunction(() => localStorage.getItem('touchline.layout')?.includes('"ladder-2"'));
    await page.reload();
    await page.locator('[data-testid="ladder"]').nth(1).waitFor();
    expect(await named()).toEqual(['BTC-USD', 'BTC-USD']);
    await page.getByText('ESZ6', { exact: true }).first().click();
    await page.locator('[data-testid="ladder"]', { hasText: 'ESZ6' }).waitFor();
    expect(await named()).toContain('BTC-USD');
    await page.getByRole('button', { name: /^Close Ladder/ }).click();
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="ladder"]').length === 1);
    expect(await named()).toEqual(['ESZ6']);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
