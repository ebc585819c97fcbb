import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { chromiumPath } from './chromium-path.ts';

/** The size of a desk screen, and the smallest the layout is made for. */
export const DESK = { width: 1440, height: 900 };
export const SMALL = { width: 1024, height: 700 };

/** Headless Chromium that makes no connection of its own. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await chromiumPath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A page whose complaints are kept: console errors, uncaught errors, breaches of the content security policy. */
export type WatchedPage = {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly complaints: string[];
};

export async function openPage(browser: Browser, viewport = DESK): Promise<WatchedPage> {
  // A fixed locale: under LANG=C a browser reports "en-US@posix", which Intl refuses.
  const context = await browser.newContext({ locale: 'en-US', timezoneId: 'UTC', viewport });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, context, complaints };
}
