import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordCanvasText, textLines } from '../support/canvas-recorder.ts';
import { openBrowser, openPage, type WatchedPage } from '../support/real-browser.ts';
import { ROOT } from '../support/running-program.ts';
import { expectedSizes, readLadder } from '../support/screen-ladder.ts';
import { readBookAt } from '../support/second-reader.ts';
import { startProduct, type StartedProduct } from '../support/started-product.ts';

const SCREENSHOTS = join(ROOT, 'test', 'screenshots');
const ROW_HEIGHT = 18;
const LADDER_CANVAS = '[data-testid="ladder-canvas"]';
const LIVE = `${LADDER_CANVAS}[data-stale="false"]`;
const STALE = `${LADDER_CANVAS}[data-stale="true"]`;

/** Milliseconds until everything on the screen says that it is not live. */
async function untilStale(page: Page): Promise<number> {
  const began = performance.now();
  await page.waitForSelector(STALE, { timeout: 4_000 });
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[data-testid="quality-badge"]')].every(
      (badge) => badge.getAttribute('data-reason') !== 'none',
    ),
  );
  return performance.now() - began;
}

describe('a screen whose data stops', () => {
  let product: StartedProduct;
  let browser: Browser;
  let watched: WatchedPage;
  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    [product, browser] = await Promise.all([startProduct(), openBrowser()]);
    watched = await openPage(browser);
    await recordCanvasText(watched.page);
    await watched.page.goto(product.address);
    await watched.page.waitForSelector(LIVE);
  });
  afterAll(async () => {
    await browser.close();
    await product.program.end();
  });

  it('is stale within two seconds when the terminal freezes, paints the book it names, and recovers', async () => {
    const { page } = watched;
    const { feed, pid } = await product.health();
    process.kill(pid, 'SIGSTOP');
    try {
      expect(await untilStale(page)).toBeLessThan(2_000);
      await page.screenshot({ path: join(SCREENSHOTS, 'terminal-frozen.png') });
      expect(await shownOpacity(page)).toBeCloseTo(0.45);
      // The last frame and the table made of it stand still now, so both can be compared with the exchange.
      await page.waitForFunction(() => {
        const of = (id: string): string | null | undefined =>
          document.querySelector(`[data-testid="${id}"]`)?.getAttribute('data-sequence');
        return of('ladder-table') === of('ladder-canvas');
      });
      const ladder = await readLadder(page);
      const book = await readBookAt(feed.url, ladder.instrument, ladder.sequence);
      expect(ladder.rows.map(({ ticks, bidLots, askLots }) => ({ ticks, bidLots, askLots }))).toEqual(
        expectedSizes(ladder.rows, book),
      );
      const painted = await textLines(page, LADDER_CANVAS, ROW_HEIGHT);
      const wanted = ladder.rows
        .filter(({ bid, ask }) => bid !== '' || ask !== '')
        .map(({ bid, price, ask }) => ({ bid: squeeze(bid), price: squeeze(price), ask: squeeze(ask) }));
      expect(wanted.length).toBeGreaterThan(10);
      for (const { bid, price, ask } of wanted) {
        const line = painted.find((text) => text.includes(price)) ?? `no line with ${price}`;
        expect(line).toContain(bid === '' ? price : `${bid}`);
        expect(line).toContain(ask === '' ? price : `${ask}`);
      }
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await page.waitForSelector(LIVE, { timeout: 10_000 });
  });

  it('paints bids and asks in their colours while it is live', async () => {
    const { teal, red } = await colourCounts(watched.page);
    expect(teal).toBeGreaterThan(50);
    expect(red).toBeGreaterThan(50);
    expect(await shownOpacity(watched.page)).toBe(1);
  });

  it('is stale within two seconds when the exchange dies, and live and verified again when it is back', async () => {
    const { page } = watched;
    const verified = (await product.health()).bookIntegrity.verified;
    process.kill(await product.simulatorPid(), 'SIGKILL');
    expect(await untilStale(page)).toBeLessThan(2_000);
    await page.screenshot({ path: join(SCREENSHOTS, 'exchange-gone.png') });
    expect((await product.health()).feed.liveBooks).toBe(0);
    await product.program.waitFor(/the simulated exchange ended \(SIGKILL\)/);

    await page.waitForSelector(LIVE, { timeout: 20_000 });
    const { feed, bookIntegrity } = await product.health();
    expect(feed.liveBooks).toBe(12);
    expect(bookIntegrity.mismatched).toBe(0);
    expect(bookIntegrity.verified).toBeGreaterThan(verified);
  });

  it('is stale within two seconds when the exchange falls silent with its socket open', async () => {
    const { page } = watched;
    const pid = await product.simulatorPid();
    process.kill(pid, 'SIGSTOP');
    try {
      expect(await untilStale(page)).toBeLessThan(2_000);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await page.waitForSelector(LIVE, { timeout: 20_000 });
  });

  it('makes no complaint on the console through all of it', () => {
    expect(watched.complaints).toEqual([]);
  });
});

function squeeze(text: string): string {
  return text.replaceAll(/\s/g, '');
}

/** How strongly the ladder shows: the product of its own opacity and that of all it lies in. */
async function shownOpacity(page: Page): Promise<number> {
  return page.evaluate((selector) => {
    let opacity = 1;
    for (let node = document.querySelector(selector); node !== null; node = node.parentElement) {
      opacity *= Number(getComputedStyle(node).opacity);
    }
    return opacity;
  }, LADDER_CANVAS);
}

/** Pixels of the painted ladder that are clearly teal or clearly red. */
async function colourCounts(page: Page): Promise<{ teal: number; red: number }> {
  return page.evaluate((selector) => {
    const shown = document.querySelector<HTMLCanvasElement>(selector);
    // What a worker paints can be read only off a copy.
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    if (!shown || !context) return { teal: 0, red: 0 };
    [canvas.width, canvas.height] = [shown.width, shown.height];
    context.drawImage(shown, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const counts = { teal: 0, red: 0 };
    for (let at = 0; at < data.length; at += 4) {
      const [r = 0, g = 0, b = 0] = [data[at], data[at + 1], data[at + 2]];
      if (g > r + 30 && b > r + 20) counts.teal += 1;
      if (r > g + 30 && r > b + 30) counts.red += 1;
    }
    return counts;
  }, LADDER_CANVAS);
}
