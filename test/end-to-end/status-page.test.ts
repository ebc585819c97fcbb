import { AxeBuilder } from '@axe-core/playwright';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { statusPage } from '../../feed-simulator/observability/status-page.ts';
import { statusSummary } from '../../feed-simulator/observability/status-summary.ts';
import type { StatusSummary } from '../../feed-simulator/observability/status-summary.ts';
import { Counts } from '../../feed-simulator/server/counts.ts';
import { OBSERVED, OPENED_AT, READINGS, session } from '../feed-simulator/observability/observed-venue.ts';
import { DESK, openBrowser, openPage, SMALL } from '../support/real-browser.ts';
import type { WatchedPage } from '../support/real-browser.ts';

const STALLED = { id: 1, kind: 'stalled-while-connected', scenario: '', state: 'on' };
const FAULT = { ...STALLED, applied: 12, remainingMs: 61_000 };

/** A busy venue after so many seconds. */
function summaryAfter(seconds: number): StatusSummary {
  const counts = new Counts();
  counts.add('messagesOut', ['websocket', 'msgpack'], 1_234_567 * seconds);
  counts.add('refusals', ['RATE_LIMITED'], 1_221);
  const instruments = OBSERVED.instruments.map((one) => ({ ...one, sequence: one.sequence + seconds * 7 }));
  return statusSummary({
    venue: {
      ...OBSERVED,
      instruments,
      sessions: [...OBSERVED.sessions, session(9, { subject: '<b>desk</b>' })],
    },
    counts,
    faults: [FAULT],
    state: 'ok',
    readings: READINGS,
    nowMicros: OPENED_AT + seconds * 1e6,
    uptimeSeconds: seconds,
    rateOf: () => 1_234.5 * seconds,
    showsWho: true,
  });
}

describe('the status page', () => {
  const page = statusPage();
  const venue: { isUp: boolean; asked: string[]; answer: () => StatusSummary } = {
    isUp: true,
    asked: [],
    answer: () => summaryAfter(1 + venue.asked.length),
  };
  let server: Server;
  let browser: Browser;
  let address = '';

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url !== '/v1/summary') return response.writeHead(200, page.headers).end(page.html);
      venue.asked.push(request.headers.authorization ?? 'nobody');
      return response.writeHead(venue.isUp ? 200 : 503).end(JSON.stringify(venue.answer()));
    });
    server.listen(0, '127.0.0.1');
    [browser] = await Promise.all([openBrowser(), once(server, 'listening')]);
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    venue.isUp = true;
    venue.asked = [];
  });

  async function open(viewport = DESK, query = ''): Promise<WatchedPage> {
    const watched = await openPage(browser, viewport);
    await watched.page.goto(address + query);
    await watched.page.waitForSelector('#state[data-state="ok"]');
    return watched;
  }
  const rows = (shown: Page, id: string): Promise<string[]> => shown.locator(`#${id} tr`).allInnerTexts();
  const later = (shown: Page, uptime: string): Promise<unknown> =>
    shown.waitForFunction((text) => document.getElementById('uptime')?.textContent === text, uptime);

  it('shows instruments, connections, faults and refusals as the exchange tells them', async () => {
    const { page: shown, context, complaints } = await open();
    expect(await rows(shown, 'instruments')).toEqual([
      expect.stringMatching(/^AAA\ttrading\t1\d\d\t/),
      expect.stringMatching(/^BBB\thalted\t\d+\t/),
    ]);
    expect((await rows(shown, 'connections')).map((row) => row.split('\t').slice(0, 6).join(' '))).toEqual([
      '1 WS msgpack desk 192.0.2.7 5 1.0 KiB',
      '2 WS msgpack anonymous 192.0.2.7 1 24 B',
      '4 SSE json anonymous ::1 1 0 B',
      '9 WS msgpack <b>desk</b> 192.0.2.7 1 0 B',
    ]);
    expect(await rows(shown, 'faults')).toEqual(['stalled-while-connected\t12\t0:01:01']);
    expect(await rows(shown, 'refusals')).toEqual(['RATE_LIMITED\t1\u2009221']);
    expect(await rows(shown, 'slow')).toEqual(['none']);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it.each([DESK, SMALL])(
    'keeps every column in its place while numbers grow at $width x $height',
    async (size) => {
      const { page: shown, context } = await open(size);
      const places = (): Promise<number[]> =>
        shown.locator('th, dt, h2').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));
      const before = await places();
      await later(shown, '0:00:03');
      expect(await places()).toEqual(before);
      const cut = await shown
        .locator('th, td.number, #instruments td')
        .evaluateAll((all) =>
          all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent),
        );
      expect(cut).toEqual([]);
      expect(await shown.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBe(0);
      await context.close();
    },
  );

  it('can be read by everybody', async () => {
    const { page: shown, context } = await open();
    const { violations } = await new AxeBuilder({ page: shown }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    await context.close();
  });

  it('says when the exchange no longer answers, dims what is old, and goes on when it is back', async () => {
    const { page: shown, context } = await open();
    venue.isUp = false;
    await shown.waitForSelector('#trouble:not([hidden])');
    expect(await shown.locator('#trouble').innerText()).toMatch(
      /^No answer from the exchange for \d+ s \(status 503\)\. Asking again every second/,
    );
    expect(await shown.locator('#content').getAttribute('data-stale')).toBe('true');
    venue.isUp = true;
    await shown.waitForSelector('#trouble', { state: 'hidden' });
    expect(await shown.locator('#state').innerText()).toBe('ready');
    await context.close();
  });

  it('passes the token of its own address on as a header', async () => {
    const { context } = await open(DESK, '?access_token=abc');
    expect(venue.asked[0]).toBe('Bearer abc');
    await context.close();
  });
});
