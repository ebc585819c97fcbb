import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startVenue, type RunningVenue } from '../../feed-simulator/start-venue.ts';
import type { PreloadBridge } from '../../main/contract/preload-bridge.ts';
import type { FeedHealthView } from '../../main/core/views/feed-health-view.ts';
import { findDesktopWindow } from '../../main/launch/desktop-window.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const LIVE_LIMIT_MS = 20_000;

/** The real binary, or why there is none to run; everything else about Electron is tested with stand-ins. */
const desktop = findDesktopWindow(ROOT, process.env, process.platform);
const missing = 'missing' in desktop ? desktop.missing : missingBuild();
if (missing !== null) console.log(`Electron smoke test skipped: ${missing}`);

function missingBuild(): string | null {
  return existsSync(join(ROOT, 'out/main/index.js')) ? null : 'the app is not built (npm run build)';
}

describe.skipIf(missing !== null)('Touchline in Electron', () => {
  let venue: RunningVenue;
  let app: ElectronApplication;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    venue = await startVenue({ port: 0, seed: 1, rate: 2_000 });
    app = await _electron.launch({
      ...('binary' in desktop ? { executablePath: desktop.binary } : {}),
      args: [ROOT],
      env: { ...environment(), TOUCHLINE_FEED_URL: venue.url },
    });
    page = await app.firstWindow();
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.waitForLoadState('load');
  });

  afterAll(async () => {
    await app.close();
    await venue.close();
  });

  it('opens one visible window on the app page', async () => {
    const windows = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => ({
        url: window.webContents.getURL(),
        isVisible: window.isVisible(),
      })),
    );
    expect(windows).toEqual([{ url: 'app://touchline/index.html', isVisible: true }]);
    expect(await page.evaluate(() => location.origin)).toBe('app://touchline');
  });

  it('runs its page sandboxed and without Node', async () => {
    const sandboxed = await app.evaluate(({ app: electronApp }) =>
      electronApp
        .getAppMetrics()
        .filter(({ type }) => type === 'Tab')
        .map((metric) => metric.sandboxed),
    );
    // Electron reports the flag of a process on macOS and Windows only.
    expect(sandboxed.every((flag) => flag === undefined || flag)).toBe(true);
    const globals = await page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'ipcRenderer'].filter((name) => name in globalThis),
    );
    expect(globals).toEqual([]);
  });

  it('exposes the bridge and nothing more', async () => {
    const keys = await page.evaluate(() =>
      Object.keys((globalThis as unknown as { touchline: object }).touchline).sort(),
    );
    expect(keys).toEqual(['request', 'requestFramePort', 'requestPaintingPort', 'subscribe']);
  });

  it('refuses eval, other files, foreign pages and second windows', async () => {
    const refused = await page.evaluate(async () => ({
      hasEval: (() => {
        try {
          return eval('1') === 1;
        } catch {
          return false;
        }
      })(),
      fileStatus: await fetch('file:///etc/passwd')
        .then(({ status }) => status)
        .catch(() => 0),
      hasSecondWindow: window.open('https://example.org/') !== null,
    }));
    expect(refused.hasEval).toBe(false);
    expect([0, 403]).toContain(refused.fileStatus);
    expect(refused.hasSecondWindow).toBe(false);
    await page.evaluate(() => void (location.href = 'https://example.org/')).catch(() => undefined);
    expect(page.url()).toBe('app://touchline/index.html');
    complaints.length = 0; // what was refused has been complained about
  });

  it('keeps the code of a refusal across the bridge', async () => {
    const refusal = await page.evaluate(() => {
      const { touchline } = globalThis as unknown as { touchline: PreloadBridge };
      return touchline.request('close-view', { viewId: 'x' }).catch((error: unknown) => error);
    });
    expect(refusal).toMatchObject({ code: 'TERMINAL_INVALID_INPUT' });
  });

  it('goes live and paints: frames go on only while the page acknowledges them', async () => {
    await expect.poll(async () => (await health()).state, { timeout: LIVE_LIMIT_MS }).toBe('live');
    const { framesPublished } = await health();
    await expect
      .poll(async () => (await health()).framesPublished, { timeout: LIVE_LIMIT_MS })
      .toBeGreaterThan(framesPublished + 10);
  });

  it('goes live again after a reload of the page', async () => {
    await page.reload();
    const { framesPublished } = await health();
    await expect
      .poll(async () => (await health()).framesPublished, { timeout: LIVE_LIMIT_MS })
      .toBeGreaterThan(framesPublished + 10);
  });

  it('has nothing to complain about', () => {
    expect(complaints).toEqual([]);
  });

  it('behaves as the stand-ins do', async () => {
    const behaviour = await app.evaluate(({ ipcMain, MessageChannelMain, BrowserWindow }) => {
      const throws = (run: () => void): boolean => {
        try {
          run();
          return false;
        } catch {
          return true;
        }
      };
      const hidden = new BrowserWindow({ show: false });
      const { webContents } = hidden;
      hidden.destroy();
      const { port1 } = new MessageChannelMain();
      return {
        secondHandler: throws(() => ipcMain.handle('touchline:request', () => undefined)),
        sendAfterDestroy: throws(() => webContents.send('touchline:push')),
        postAfterClose: throws(() => {
          port1.close();
          port1.postMessage(1);
        }),
      };
    });
    expect(behaviour).toEqual({ secondHandler: true, sendAfterDestroy: true, postAfterClose: false });
  });

  function health(): Promise<FeedHealthView> {
    return page.evaluate(() => {
      const { touchline } = globalThis as unknown as { touchline: PreloadBridge };
      return touchline.request('read-feed-health', undefined) as Promise<FeedHealthView>;
    });
  }
});

function environment(): Record<string, string> {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
