import { AxeBuilder } from '@axe-core/playwright';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESK, openBrowser, openPage, SMALL, type WatchedPage } from '../support/real-browser.ts';
import { ROOT } from '../support/running-program.ts';
import { expectedSizes, readLadder } from '../support/screen-ladder.ts';
import { readBookAt } from '../support/second-reader.ts';
import { startProduct, type StartedProduct } from '../support/started-product.ts';

const SCREENSHOTS = join(ROOT, 'test', 'screenshots');
const LIVE_LADDER = '[data-testid="ladder-canvas"][data-stale="false"]';

/** A page that shows a live ladder with its table. */
async function openTerminal(browser: Browser, address: string, viewport = DESK): Promise<WatchedPage> {
  const watched = await openPage(browser, viewport);
  await watched.page.goto(address);
  await watched.page.waitForSelector(LIVE_LADDER);
  await watched.page.waitForSelector('[data-testid="ladder-table"] tr[data-ticks]', { state: 'attached' });
  return watched;
}

describe('the screen', () => {
  let product: StartedProduct;
  let browser: Browser;
  let desk: WatchedPage;
  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    [product, browser] = await Promise.all([startProduct('--seed', '3'), openBrowser()]);
    desk = await openTerminal(browser, product.address);
  });
  afterAll(async () => {
    await browser.close();
    await product.program.end();
  });

  it("shows the simulated exchange's book at the sequence it names, instrument after instrument", async () => {
    const { page } = desk;
    const { url } = (await product.health()).feed;
    for (const instrument of ['BTC-USD', 'ESZ6', 'XRP-USD', 'GCZ6']) {
      await page.getByText(instrument, { exact: true }).first().click();
      await page.waitForSelector(
        `[data-testid="ladder-table"][data-instrument="${instrument}"] tr[data-ticks]`,
        {
          state: 'attached',
        },
      );
      const ladder = await readLadder(page);
      const book = await readBookAt(url, instrument, ladder.sequence);
      expect(ladder.instrument).toBe(instrument);
      expect(ladder.rows.length).toBeGreaterThan(20);
      expect(ladder.rows.filter(({ bidLots, askLots }) => bidLots + askLots > 0).length).toBeGreaterThan(10);
      expect(ladder.rows.map(({ ticks, bidLots, askLots }) => ({ ticks, bidLots, askLots }))).toEqual(
        expectedSizes(ladder.rows, book),
      );
    }
  });

  it('changes every linked panel with the instrument chosen in the watchlist', async () => {
    const { page } = desk;
    await page.getByText('NQZ6', { exact: true }).first().click();
    await page.waitForFunction(() => {
      const named = [...document.querySelectorAll('[data-testid="panel-instrument"]')];
      return named.length === 3 && named.every(({ textContent }) => textContent === 'NQZ6');
    });
    await page.waitForSelector('[data-testid="tape-table"] tbody tr', { state: 'attached' });
    await page.waitForSelector('[data-testid="chart-table"] tbody tr', { state: 'attached' });
  });

  it('says in the status bar what feeds it and how many book messages were verified', async () => {
    const { page } = desk;
    const text = async (id: string): Promise<string> => (await page.getByTestId(id).innerText()).trim();
    expect(await text('feed-state')).toContain('live');
    expect(await text('feed-codec')).toMatch(/websocket.*msgpack/);
    expect(await text('books-verified')).toMatch(/^[\d\s\u2009]+$/);
  });

  it('has no serious or critical accessibility fault', async () => {
    // dockview nests a close control in its tabs; the fault is its own and harmless here.
    const { violations } = await new AxeBuilder({ page: desk.page })
      .disableRules(['nested-interactive'])
      .analyze();
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(grave.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });

  it('runs under a content security policy that blocks code made of text', async () => {
    // In a timer: what the debugger evaluates directly is exempt from the policy.
    const blocked = await desk.page.evaluate(
      () =>
        new Promise<string>((done) => {
          setTimeout(() => {
            try {
              // eslint-disable-next-line @typescript-eslint/no-implied-eval -- that this is refused is the test
              done(typeof new Function('return 1'));
            } catch (error) {
              done((error as Error).name);
            }
          });
        }),
    );
    expect(blocked).toBe('EvalError');
    desk.complaints.splice(0); // the attempt itself is reported
  });

  it('fits without a page scrollbar, and makes no complaint, at 1440x900 and 1024x700', async () => {
    for (const [name, viewport] of [
      ['1440x900', DESK],
      ['1024x700', SMALL],
    ] as const) {
      const { page, context, complaints } = await openTerminal(browser, product.address, viewport);
      await page.waitForSelector('[data-testid="chart-table"] tbody tr', { state: 'attached' });
      const overflow = await page.evaluate(() => [
        document.documentElement.scrollWidth - innerWidth,
        document.documentElement.scrollHeight - innerHeight,
      ]);
      await page.screenshot({ path: join(SCREENSHOTS, `live-${name}.png`) });
      expect(overflow.every((excess) => excess <= 0)).toBe(true);
      expect(complaints).toEqual([]);
      await context.close();
    }
    expect(desk.complaints).toEqual([]);
  });

  it('gives a window nothing without the token of this start', async () => {
    const { page, context } = await openPage(browser);
    await page.goto(product.origin);
    await page.waitForSelector('[data-testid="screen"][data-connection="denied"]');
    await page.screenshot({ path: join(SCREENSHOTS, 'denied.png') });
    expect(await page.getByTestId('ladder-table').count()).toBe(0);
    await context.close();
  });
});
