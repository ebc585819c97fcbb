import type { Browser } from 'playwright-core';
import { openPage } from '../../support/real-browser.ts';
import { median, rounded } from '../statistics.ts';

const LOADS = 5;
const NUMBERS = '[data-testid="watchlist-row"][data-last-ticks]';
const LIMIT_MS = 30_000;
const DIGITS = 3;

type PainterWindow = { readonly firstPaintMs?: number };

/**
 * Milliseconds from the start of the navigation to the first frame behind the one that had numbers in a panel: median of
 * five loads, each with an empty cache. One load before them is not counted: it makes the server and the browser warm.
 *
 * @throws Error when a page complained, or 30 s brought no numbers
 */
export async function measureFirstPanel(
  browser: Browser,
  address: string,
  viewport: { readonly width: number; readonly height: number },
): Promise<number> {
  const times: number[] = [];
  for (let load = 0; load <= LOADS; load += 1) {
    const ms = await firstPanelMs(browser, address, viewport);
    if (load > 0) times.push(ms);
  }
  return rounded(median(times), DIGITS);
}

async function firstPanelMs(
  browser: Browser,
  address: string,
  viewport: { readonly width: number; readonly height: number },
): Promise<number> {
  const { page, context, complaints } = await openPage(browser, viewport);
  try {
    await page.addInitScript((numbers) => {
      const look = (): void => {
        if (document.querySelector(numbers) === null) requestAnimationFrame(look);
        // A frame's callbacks come before it is painted; those of the next come after.
        else requestAnimationFrame(() => Object.assign(window, { firstPaintMs: performance.now() }));
      };
      requestAnimationFrame(look);
    }, NUMBERS);
    await page.goto(address);
    const seen = await page.waitForFunction(
      () => (window as unknown as PainterWindow).firstPaintMs,
      undefined,
      { timeout: LIMIT_MS },
    );
    const ms = await seen.jsonValue();
    if (complaints.length > 0) throw new Error(`the page complained: ${complaints.join('; ')}`);
    if (ms === undefined) throw new Error('expected the time of the first numbers, received none');
    return ms;
  } finally {
    await context.close();
  }
}
