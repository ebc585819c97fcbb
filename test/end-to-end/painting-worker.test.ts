import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordCanvasText, textsWrittenByWorker } from '../support/canvas-recorder.ts';
import { openBrowser, openPage, type WatchedPage } from '../support/real-browser.ts';
import { expectedSizes, readLadder } from '../support/screen-ladder.ts';
import { readBookAt } from '../support/second-reader.ts';
import { startProduct, type StartedProduct } from '../support/started-product.ts';

const LADDER_CANVAS = '[data-testid="ladder-canvas"]';
const LIVE = `${LADDER_CANVAS}[data-stale="false"]`;
const STALE_WITHIN_MS = 2_000;

describe('ladders and tape painted in a worker', () => {
  let product: StartedProduct;
  let browser: Browser;
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct('--seed', '4'), openBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await product.program.end();
  });

  async function openLive(isRecorded = false): Promise<WatchedPage> {
    const watched = await openPage(browser);
    if (isRecorded) await recordCanvasText(watched.page);
    await watched.page.goto(product.address);
    await watched.page.waitForSelector(LIVE);
    return watched;
  }

  it('go on while the page is busy, and pause while it cannot be seen or their panel lies behind another', async () => {
    const { page, context, complaints } = await openLive(true);
    const busy = page.evaluate(() => {
      const until = performance.now() + 800;
      while (performance.now() < until);
    });
    expect(await writtenWithin(page, 500)).toBeGreaterThan(20);
    await busy;

    await setVisibility(page, 'hidden');
    await untilStill(page);
    await setVisibility(page, 'visible');
    await expect.poll(() => writtenWithin(page, 200)).toBeGreaterThan(0);

    const panels = ['ladder', 'tape-panel'];
    await showPanels(page, panels, false);
    await untilStill(page);
    await showPanels(page, panels, true);
    await expect.poll(() => writtenWithin(page, 200)).toBeGreaterThan(0);
    await page.waitForSelector(LIVE);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('are painted by the page, of the right book and from the log on, when the worker stops', async () => {
    const { page, context } = await openLive();
    const { url } = (await product.health()).feed;
    const [worker] = page.workers();
    const givenUp = untilLogged(page);
    // In a timer: the browser can end a worker in an endless loop, but not the debugger's own evaluation.
    await worker?.evaluate(() => {
      setTimeout(() => {
        for (;;);
      });
    });
    expect(await givenUp).toBeLessThan(STALE_WITHIN_MS);
    await page.waitForSelector(LIVE);
    await page.waitForSelector('[data-testid="ladder-table"] tr[data-ticks]', { state: 'attached' });
    expect(await isPaintedByPage(page)).toBe(true);
    const ladder = await readLadder(page);
    const book = await readBookAt(url, ladder.instrument, ladder.sequence);
    expect(ladder.rows.length).toBeGreaterThan(20);
    expect(ladder.rows.map(({ ticks, bidLots, askLots }) => ({ ticks, bidLots, askLots }))).toEqual(
      expectedSizes(ladder.rows, book),
    );
    await page.waitForSelector('[data-testid="tape-table"] tbody tr', { state: 'attached' });
    // A browser lets a worker finish what it does for two seconds before it ends it by force.
    await expect.poll(() => page.workers().length, { timeout: 10_000 }).toBe(0);
    await context.close();
  });

  it('are painted by the page where the worker cannot be loaded', async () => {
    const { page, context } = await openPage(browser);
    await page.route('**/assets/painting-worker-*.js', (route) => route.abort());
    await page.goto(product.address);
    await page.waitForSelector(LIVE);
    expect(await isPaintedByPage(page)).toBe(true);
    await context.close();
  });

  it('are as fine as the screen: after a zoom or on another screen too', async () => {
    const { page, context } = await openLive();
    const session = await context.newCDPSession(page);
    // As zooming does: more device pixels for each of fewer CSS pixels.
    for (const [ratio, width] of [
      [2, 1_200],
      [1.25, 1_400],
      [1, 1_440],
    ] as const) {
      const emulated = { width, height: 850, deviceScaleFactor: ratio, mobile: false };
      await session.send('Emulation.setDeviceMetricsOverride', emulated);
      await page.waitForFunction(
        ([selector, wanted]) => {
          const canvas = document.querySelector<HTMLCanvasElement>(selector);
          return canvas?.width === Math.round((canvas?.parentElement?.clientWidth ?? 0) * wanted);
        },
        [LADDER_CANVAS, ratio] as const,
      );
    }
    await context.close();
  });
});

async function writtenWithin(page: Page, ms: number): Promise<number> {
  const before = await textsWrittenByWorker(page);
  await new Promise((done) => setTimeout(done, ms));
  return (await textsWrittenByWorker(page)) - before;
}

/** Until nothing is written for half a second, which a market with many updates a second makes certain. */
async function untilStill(page: Page): Promise<void> {
  await expect.poll(() => writtenWithin(page, 500), { timeout: 5_000 }).toBe(0);
}

/** Milliseconds by the page's own clock until its log has a line. */
async function untilLogged(page: Page): Promise<number> {
  return page.evaluate(() => {
    const began = performance.now();
    return new Promise<number>((done) => {
      const changes = new MutationObserver(() => {
        if (document.querySelector('[data-testid="log-count"]') === null) return;
        changes.disconnect();
        done(performance.now() - began);
      });
      changes.observe(document.body, { childList: true, subtree: true });
    });
  });
}

/** A headless browser hides no page, so the page is told that it is. */
async function setVisibility(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((wanted) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: wanted });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

/** What a dock does with the panel of a tab behind another. */
async function showPanels(page: Page, testIds: readonly string[], areShown: boolean): Promise<void> {
  await page.evaluate(
    ([ids, isShown]) => {
      for (const id of ids)
        for (const panel of document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`))
          panel.style.display = isShown ? '' : 'none';
    },
    [testIds, areShown] as const,
  );
}

/** A canvas that was handed to a worker gives nobody a context. */
async function isPaintedByPage(page: Page): Promise<boolean> {
  return page.evaluate((selector) => {
    const canvas = document.querySelector<HTMLCanvasElement>(selector);
    try {
      return canvas?.getContext('2d') instanceof CanvasRenderingContext2D;
    } catch {
      return false; // InvalidStateError: it is a worker's
    }
  }, LADDER_CANVAS);
}
