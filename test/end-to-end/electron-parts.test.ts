import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_FRAMES_IN_FLIGHT } from '../../main/contract/host-transport.ts';
import type { PreloadBridge } from '../../main/contract/preload-bridge.ts';
import { startElectronInChromium, type ElectronInChromium } from '../support/electron-in-chromium.ts';
import type { PreloadLink } from '../support/preload-link.ts';
import { FROM_HOST, TO_HOST } from '../support/preload-world.ts';
import { openBrowser, openPage, type WatchedPage } from '../support/real-browser.ts';
import { runProgram, type RunningProgram } from '../support/running-program.ts';
import { expectedSizes, readLadder } from '../support/screen-ladder.ts';
import { readBookAt } from '../support/second-reader.ts';

/**
 * The desktop app end to end, minus Electron itself.
 *
 * Real: the built preload and renderer bundles in real Chromium, the preload in an isolated world of its own; the app's
 * code from {@link startElectronApp} down (app protocol with its policy, IPC transport, sender check, frame port); the
 * terminal; the simulated exchange in a process of its own; every message cloned between the worlds, and the frame port
 * handed over by `window.postMessage`.
 *
 * Stood in for: every class of Electron (typed fakes), `require('electron')` in the preload's world, and the wire
 * between both (the debugger's binding, JSON and base64 instead of Mojo). The app scheme is served over loopback HTTP,
 * and a frame at that address counts as the app's origin. So nothing here tells whether Electron's sandbox, its
 * senderFrame, its window events, its limits on IPC or its process boundary work: test/electron-smoke does, where
 * there is a binary.
 */

const LADDER_CANVAS = '[data-testid="ladder-canvas"]';
const LIVE = `${LADDER_CANVAS}[data-stale="false"]`;
const STALE = `${LADDER_CANVAS}[data-stale="true"]`;
const STALE_WITHIN_MS = 2_000;

/** What the preload puts on the page's window, as code sent into the page sees it. */
declare const touchline: PreloadBridge;

describe('the window of the desktop app', () => {
  let venue: RunningProgram;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  let app: ElectronInChromium;
  let feedUrl = '';

  beforeAll(async () => {
    venue = runProgram('node', ['feed-simulator/cli.ts', '--port', '0', '--seed', '5']);
    browser = await openBrowser();
    watched = await openPage(browser);
    ({ page } = watched);
    [, feedUrl = ''] = await venue.waitFor(/simulated exchange: (\S+)/);
    app = await startElectronInChromium(page, feedUrl);
    await page.waitForSelector(LIVE);
  });
  afterAll(async () => {
    app?.close();
    await browser?.close();
    await venue?.end();
  });

  it('goes live over the door of the preload, the page and its painting worker each, and says what feeds it', async () => {
    expect((await page.getByTestId('feed-state').innerText()).trim()).toContain('live');
    expect((await page.getByTestId('feed-codec').innerText()).trim()).toMatch(/websocket.*msgpack/);
    expect(app.terminal.health()).toMatchObject({ windows: 2, bookIntegrity: { mismatched: 0 } });
  });

  it("shows the exchange's book at the sequence it names, instrument after instrument", async () => {
    for (const instrument of ['BTC-USD', 'ESZ6', 'XRP-USD']) {
      await page.getByText(instrument, { exact: true }).first().click();
      await page.waitForSelector(
        `[data-testid="ladder-table"][data-instrument="${instrument}"] tr[data-ticks]`,
        { state: 'attached' },
      );
      const ladder = await readLadder(page);
      const book = await readBookAt(feedUrl, instrument, ladder.sequence);
      expect(ladder.rows.filter(({ bidLots, askLots }) => bidLots + askLots > 0).length).toBeGreaterThan(10);
      expect(ladder.rows.map(({ ticks, bidLots, askLots }) => ({ ticks, bidLots, askLots }))).toEqual(
        expectedSizes(ladder.rows, book),
      );
    }
  });

  it('gives the page four named functions and nothing else that it would not have in a browser', async () => {
    const plain = await openPage(browser);
    await plain.page.goto(app.appOrigin);
    await plain.page.waitForSelector('[data-testid="screen"]');
    const ownNames = (): string[] => Object.getOwnPropertyNames(window);
    const inBrowser = new Set(await plain.page.evaluate(ownNames));
    await plain.context.close();
    const names = await page.evaluate(ownNames);
    expect(names.filter((name) => !inBrowser.has(name))).toEqual(['touchline']);
    expect(
      await page.evaluate(() => Object.entries(touchline).map(([key, item]) => [key, typeof item])),
    ).toEqual(
      ['request', 'subscribe', 'requestFramePort', 'requestPaintingPort'].map((key) => [key, 'function']),
    );
    // The last two are what the preload has in its world, for the wire to the host.
    const inner = ['require', 'process', 'module', 'ipcRenderer', 'electron', TO_HOST, FROM_HOST];
    expect(await page.evaluate((all) => all.filter((name) => name in window), inner)).toEqual([]);
  });

  it('refuses a channel that the contract does not name, with its code', async () => {
    const request = (channel: string) =>
      page.evaluate(
        (name) => touchline.request(name, undefined).catch((refusal: unknown) => refusal),
        channel,
      );
    expect(await request('read-files')).toMatchObject({ code: 'TERMINAL_UNKNOWN_CHANNEL' });
    expect(await request('constructor')).toMatchObject({ code: 'TERMINAL_UNKNOWN_CHANNEL' });
    expect(
      await page.evaluate(() => {
        try {
          return typeof touchline.subscribe('read-files', () => undefined);
        } catch (error) {
          return (error as Error).message;
        }
      }),
    ).toBe('expected a channel of the contract, received read-files');
  });

  it("passes the terminal's own refusal on with its code", async () => {
    const refused = page.evaluate(() =>
      touchline.request('open-view', { kind: 'no such view' }).catch((refusal: unknown) => refusal),
    );
    expect(await refused).toMatchObject({ code: 'TERMINAL_INVALID_INPUT' });
  });

  it('gives a page one frame port, and one for its painting worker', async () => {
    const frames = page.evaluate(() => touchline.requestFramePort().catch((refusal: unknown) => refusal));
    expect(await frames).toMatchObject({ code: 'TERMINAL_INVALID_INPUT' });
    const painting = page.evaluate(() =>
      touchline.requestPaintingPort().catch((refusal: unknown) => refusal),
    );
    expect(await painting).toMatchObject({ code: 'TERMINAL_INVALID_INPUT' });
  });

  it('refuses a frame within its own page', async () => {
    const refused = page.evaluate(async () => {
      const frame = document.body.appendChild(document.createElement('iframe'));
      const inner = frame.contentWindow as unknown as { touchline: PreloadBridge };
      const answer = await inner.touchline
        .request('list-instruments', undefined)
        .catch((refusal: unknown) => structuredClone(refusal));
      frame.remove();
      return answer;
    });
    expect(await refused).toMatchObject({ code: 'TERMINAL_UNTRUSTED_SENDER' });
  });

  it('refuses a page of another origin, which shows that it was denied', async () => {
    const foreign = await openPage(browser);
    await app.joinPage(foreign.page);
    await foreign.page.goto(app.foreignOrigin);
    await foreign.page.waitForSelector('[data-testid="screen"][data-connection="denied"]');
    const refused = foreign.page.evaluate(() =>
      touchline.request('list-instruments', undefined).catch((refusal: unknown) => refusal),
    );
    expect(await refused).toMatchObject({ code: 'TERMINAL_UNTRUSTED_SENDER' });
    expect(await foreign.page.getByTestId('ladder-table').count()).toBe(0);
    await foreign.context.close();
  });

  it('acknowledges what it paints, and is sent no third frame while it is busy', async () => {
    const { frames } = app.link;
    const { viewsCoalesced } = await readHealth(page);
    const { lastSent } = frames;
    await page.evaluate(() => {
      const until = performance.now() + 600;
      while (performance.now() < until);
    });
    await untilAcknowledged(app.link, lastSent + MAX_FRAMES_IN_FLIGHT + 1);
    expect(frames.mostInFlight).toBe(MAX_FRAMES_IN_FLIGHT);
    expect((await readHealth(page)).viewsCoalesced).toBeGreaterThan(viewsCoalesced);
    await page.waitForSelector(LIVE);
  });

  it('starts anew with a frame port of its own when it is loaded again', async () => {
    await page.reload();
    await page.waitForSelector(LIVE);
    expect(app.terminal.health().windows).toBe(2);
  });

  it('is stale within two seconds of the terminal falling silent, and live again when it speaks', async () => {
    const began = performance.now();
    app.link.freeze();
    try {
      await page.waitForSelector(STALE);
      await page.waitForFunction(() =>
        [...document.querySelectorAll('[data-testid="quality-badge"]')].every(
          (badge) => badge.getAttribute('data-reason') === 'host-silent',
        ),
      );
      expect(performance.now() - began).toBeLessThan(STALE_WITHIN_MS);
    } finally {
      app.link.thaw();
    }
    await page.waitForSelector(LIVE);
  });

  it('makes no complaint on the console, and the host none of its own, through all of it', () => {
    expect(watched.complaints).toEqual([]);
    expect(app.faults).toEqual([]);
  });
});

async function readHealth(page: Page): Promise<{ viewsCoalesced: number }> {
  return (await page.evaluate(() => touchline.request('read-feed-health', undefined))) as {
    viewsCoalesced: number;
  };
}

async function untilAcknowledged({ frames }: PreloadLink, frameNumber: number): Promise<void> {
  await expect.poll(() => frames.lastAcknowledged, { timeout: 5_000 }).toBeGreaterThanOrEqual(frameNumber);
}
