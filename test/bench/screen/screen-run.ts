import type { Browser } from 'playwright-core';
import { instrumentSpecs } from '../../../feed-simulator/market-model/instruments.ts';
import { openBrowser, openPage, type WatchedPage } from '../../support/real-browser.ts';
import { startProduct } from '../../support/started-product.ts';
import { describeMachine } from '../machine.ts';
import { rounded } from '../statistics.ts';
import { BrowserReadings, pause, sampleHeap } from './browser-readings.ts';
import { startExchange } from './exchange-process.ts';
import { measureFirstPanel } from './first-panel.ts';
import { setVisible } from './page-visibility.ts';
import { frameCosts } from './frame-costs.ts';
import { heapSlopeMBPerHour } from './heap-slope.ts';
import { LAYOUT_KEY, screenLayout } from './screen-layout.ts';
import type { ScreenFigures, ScreenReport } from './screen-report.ts';
import { serveStockPage } from './stock-server.ts';

const LOAD = { instruments: 200, rate: 20_000 };
const LADDERS = 8;
const VIEWPORT = { width: 1_920, height: 1_080 };
/** Height of the status bar and what else is not the workspace: the layout need not be exact. */
const BARS_HEIGHT = 60;
/** Time for code to become warm and histories to come before anything is measured. */
const SETTLE_MS = 8_000;
const CPU_SECONDS = 10;
/** Name that the build gives the part with the charting library. */
const CHART_SCRIPT = 'ChartPanel-';
const LIVE_LADDER = '[data-testid="ladder-canvas"][data-stale="false"]';

/** Everything, one after the other, on an exchange of its own. @param note told what is done next */
export async function runScreenBench(seconds: number, note: (what: string) => void): Promise<ScreenReport> {
  const machine = describeMachine(); // before the load is our own
  const exchange = await startExchange(LOAD);
  try {
    const instruments = instrumentSpecs(LOAD.instruments)
      .slice(0, LADDERS)
      .map(({ terms }) => String(terms.id));
    const stock = await withBrowser((browser) =>
      measureStock(browser, exchange.url, instruments, seconds, note),
    );
    const product = await startProduct('--feed', exchange.url);
    try {
      return await withBrowser(async (browser) => {
        note('first panel, five loads');
        const firstPanelMs = await measureFirstPanel(browser, product.address, VIEWPORT);
        const watched = await openScreen(browser, product.address, instruments);
        const figures = await measureScreen(browser, watched, seconds, note);
        const quiet = await measureQuiet(browser, watched, () => exchange.halt(), note);
        if (watched.complaints.length > 0)
          throw new Error(`the page complained: ${watched.complaints.join('; ')}`);
        return {
          firstPanelMs,
          ...figures,
          ...quiet,
          stock,
          seconds,
          browser: `Chromium ${browser.version()}`,
          machine,
        };
      });
    } finally {
      await product.program.end();
    }
  } finally {
    await exchange.end();
  }
}

async function withBrowser<Result>(use: (browser: Browser) => Promise<Result>): Promise<Result> {
  const browser = await openBrowser();
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

async function openScreen(
  browser: Browser,
  address: string,
  instruments: readonly string[],
): Promise<WatchedPage> {
  const watched = await openPage(browser, VIEWPORT);
  const layout = screenLayout(instruments, VIEWPORT.width, VIEWPORT.height - BARS_HEIGHT);
  await watched.context.addInitScript(([key, text]) => localStorage.setItem(key, text), [
    LAYOUT_KEY,
    layout,
  ] as const);
  const { page } = watched;
  await page.goto(address);
  await page.waitForFunction(([selector, count]) => document.querySelectorAll(selector).length === count, [
    LIVE_LADDER,
    LADDERS,
  ] as const);
  await page.waitForTimeout(SETTLE_MS);
  return watched;
}

async function measureScreen(
  browser: Browser,
  { page }: WatchedPage,
  seconds: number,
  note: (what: string) => void,
): Promise<ScreenFigures & { heapSlopeMBPerHour: number }> {
  const readings = await BrowserReadings.of(browser);
  note(`the screen, ${seconds} s traced`);
  const events = await readings.trace(seconds);
  const figures = frameCosts(events, await readings.rendererProcess(), CHART_SCRIPT);
  note(`its heap, ${seconds} s`);
  const slope = heapSlopeMBPerHour(await sampleHeap(page, seconds));
  return { ...figures, heapSlopeMBPerHour: rounded(slope, 3) };
}

async function measureQuiet(
  browser: Browser,
  { page }: WatchedPage,
  halt: () => Promise<void>,
  note: (what: string) => void,
): Promise<{ hiddenCpuPercent: number; idleCpuPercent: number }> {
  const readings = await BrowserReadings.of(browser);
  note(`hidden, ${CPU_SECONDS} s`);
  await setVisible(page, false);
  await pause(2_000);
  const hidden = await readings.cpuPercent(CPU_SECONDS);
  await setVisible(page, true);
  note(`idle, ${CPU_SECONDS} s`);
  await halt();
  await pause(SETTLE_MS);
  const idle = await readings.cpuPercent(CPU_SECONDS);
  return { hiddenCpuPercent: rounded(hidden, 3), idleCpuPercent: rounded(idle, 3) };
}

async function measureStock(
  browser: Browser,
  feed: string,
  instruments: readonly string[],
  seconds: number,
  note: (what: string) => void,
): Promise<ScreenReport['stock']> {
  const server = await serveStockPage();
  try {
    const { page } = await openPage(browser, VIEWPORT);
    const query = new URLSearchParams({ feed, books: instruments.join(',') });
    await page.goto(`${server.origin}/stock.html?${query.toString()}`);
    await page.waitForSelector('#list tr');
    await page.waitForTimeout(SETTLE_MS);
    const readings = await BrowserReadings.of(browser);
    note(`the stock page, ${seconds} s traced`);
    const figures = frameCosts(await readings.trace(seconds), await readings.rendererProcess(), '');
    const connections = await page.locator('body').getAttribute('data-connections');
    return { ...figures, reconnects: Number(connections) - 1 };
  } finally {
    await server.close();
  }
}
