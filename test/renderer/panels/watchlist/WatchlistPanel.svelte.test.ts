import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { flushSync, tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTerminalClient } from '../../../../renderer/api/terminal-client.ts';
import WatchlistPanel from '../../../../renderer/panels/watchlist/WatchlistPanel.svelte';
import { createTerminalContext, type TerminalContext } from '../../../../renderer/state/terminal-context.ts';
import { BITCOIN, FakeTransport, INDEX_FUTURE } from '../../../support/fake-transport.ts';
import { watchlistPayload, type BuiltWatchlistRow } from '../../../support/frame-builder.ts';
import PanelHarness from '../PanelHarness.svelte';
import { standInBrowser, type StandInBrowser } from '../stand-in-browser.ts';

const LIVE = { isLive: true, reason: 'none', staleSinceMs: 0 } as const;
let browser: StandInBrowser;
let transport: FakeTransport;
let terminal: TerminalContext;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  browser = standInBrowser(700, 300);
  Element.prototype.scrollIntoView = () => {};
  transport = new FakeTransport([BITCOIN, INDEX_FUTURE]);
  terminal = createTerminalContext(createTerminalClient(transport));
  render(PanelHarness, { terminal, panel: WatchlistPanel });
  await settle();
  transport.beat();
  transport.push('book-qualities', { qualities: [LIVE, LIVE] });
  await settle();
});

afterEach(async () => {
  cleanup();
  await settle();
  terminal.dispose();
  // Calls without a delay are other people's; a clock or deadline left behind would still be there.
  vi.advanceTimersByTime(1);
  expect([transport.listenerCount, vi.getTimerCount()]).toEqual([0, 0]);
  browser.restore();
  vi.useRealTimers();
});

async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await Promise.resolve();
  await tick();
  flushSync();
}

async function send(rows: readonly BuiltWatchlistRow[]): Promise<void> {
  transport.sendFrame([
    { viewId: transport.viewId('watchlist'), kind: 'watchlist', payload: watchlistPayload(rows) },
  ]);
  browser.paint();
  await settle();
}

const lines = (): string[] =>
  screen
    .getAllByTestId('watchlist-row')
    .map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent.trim()).join('|'));
const line = (id: string): HTMLElement => {
  const found = screen.getAllByTestId('watchlist-row').find((row) => row.dataset['instrument'] === id);
  if (found === undefined) throw new Error(`expected a row of ${id}`);
  return found;
};

const BTC: BuiltWatchlistRow = {
  instrumentIndex: 0,
  last: 6_412_350,
  open: 6_400_000,
  bid: 6_412_300,
  ask: 6_412_350,
  bidLots: 5_250,
  askLots: 12_000_000,
  volume: 41_000_000_000,
  spark: [1, 3, 2],
};

describe('WatchlistPanel', () => {
  it('lists every instrument before there is a number for it', () => {
    expect(lines()).toEqual([
      'BTC-USD Bitcoin|–|–|–||–|–|×|–|–',
      'ESZ6 E-mini index, December|–|–|–||–|–|×|–|–',
    ]);
  });

  it('shows last, change, percent, spread, sizes at the touch and volume', async () => {
    await send([
      BTC,
      { instrumentIndex: 1, last: 23_626, open: 23_630, bid: 23_625, ask: 23_626, bidLots: 4, askLots: 7 },
    ]);
    expect(lines().map((text) => text.replaceAll('\u2009', ' '))).toEqual([
      'BTC-USD Bitcoin|64 123.50|+123.50|+0.19%||0.50|0.5250|×|1.20K|4.10M',
      'ESZ6 E-mini index, December|5 906.50|−1.00|−0.02%||0.25|4|×|7|0',
    ]);
  });

  it('shows a book with one side empty for what it is', async () => {
    await send([{ ...BTC, ask: -1, askLots: 0 }]);
    expect(lines()[0]).toContain('|–|0.5250|×|–|');
  });

  it('takes what came last before a paint and nothing in between', async () => {
    const viewId = transport.viewId('watchlist');
    for (const last of [1, 2, 3])
      transport.sendFrame([
        { viewId, kind: 'watchlist', payload: watchlistPayload([{ instrumentIndex: 0, last }]) },
      ]);
    browser.paint();
    await settle();
    expect(line('BTC-USD').dataset['lastTicks']).toBe('3');
  });

  it('flashes the last price once for each change, up or down', async () => {
    const flash = (): string | undefined =>
      line('BTC-USD').querySelector<HTMLElement>('.last')?.dataset['flash'];
    await send([{ instrumentIndex: 0, last: 5 }]);
    const seen = [flash()];
    for (const last of [6, 6, 7, 5]) {
      await send([{ instrumentIndex: 0, last }]);
      seen.push(flash());
    }
    expect(seen).toEqual(['', 'up-1', 'up-1', 'up-0', 'down-1']);
  });

  it('selects the instrument that is clicked', async () => {
    await fireEvent.click(line('ESZ6'));
    expect([terminal.selection.instrument, line('ESZ6').getAttribute('aria-selected')]).toEqual([
      'ESZ6',
      'true',
    ]);
  });

  it('walks through the instruments by arrow keys and stops at the ends', async () => {
    const grid = screen.getByRole('grid');
    const walked: string[] = [];
    for (const key of ['ArrowUp', 'ArrowDown', 'ArrowDown', 'Home', 'End']) {
      await fireEvent.keyDown(grid, { key });
      walked.push(terminal.selection.instrument);
    }
    expect(walked).toEqual(['BTC-USD', 'ESZ6', 'ESZ6', 'BTC-USD', 'ESZ6']);
    expect(grid.getAttribute('aria-activedescendant')).toBe('watchlist-1');
  });

  it('greys a stale row with its age and leaves the others live', async () => {
    transport.push('book-qualities', {
      qualities: [{ isLive: false, reason: 'hash-mismatch', staleSinceMs: Date.now() - 2_300 }, LIVE],
    });
    await settle();
    expect(line('BTC-USD').textContent).toContain('stale 2.3 s · hash mismatch');
    expect([line('BTC-USD'), line('ESZ6')].map((row) => row.classList.contains('is-stale'))).toEqual([
      true,
      false,
    ]);
    expect(screen.getByText(/1 of 2 live/)).toBeTruthy();
  });

  it('says that trading is halted', async () => {
    transport.push('instruments', [{ ...BITCOIN, state: 'halted' }, INDEX_FUTURE]);
    await settle();
    expect(line('BTC-USD').textContent).toContain('halted');
  });

  it('logs a payload it cannot read and keeps the rows it has', async () => {
    await send([BTC]);
    transport.sendFrame([{ viewId: transport.viewId('watchlist'), kind: 'watchlist', payload: [4, 1] }]);
    browser.paint();
    await settle();
    expect(terminal.log.lines.map(({ code }) => code)).toEqual(['VIEW_MALFORMED']);
    expect(line('BTC-USD').dataset['lastTicks']).toBe('6412350');
  });
});
