import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { flushSync, tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTerminalClient } from '../../../../renderer/api/terminal-client.ts';
import WatchlistPanel from '../../../../renderer/panels/watchlist/WatchlistPanel.svelte';
import { createTerminalContext, type TerminalContext } from '../../../../renderer/state/terminal-context.ts';
import { BITCOIN, FakeTransport, INDEX_FUTURE, LIVE_HEALTH } from '../../../support/fake-transport.ts';
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
    .map((row) =>
      [...row.querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent.trim()).join('|'),
    );
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

  it('flashes the last price once for each change, up or down, for 150 ms', async () => {
    const flash = (): string | undefined =>
      line('BTC-USD').querySelector<HTMLElement>('.last')?.dataset['flash'];
    await send([{ instrumentIndex: 0, last: 5 }]);
    const seen = [flash()];
    for (const last of [6, 6, 5]) {
      vi.advanceTimersByTime(100);
      await send([{ instrumentIndex: 0, last }]);
      seen.push(flash());
    }
    vi.advanceTimersByTime(149);
    await settle();
    seen.push(flash());
    vi.advanceTimersByTime(1);
    await settle();
    expect([...seen, flash()]).toEqual([undefined, 'up', 'up', 'down', 'down', undefined]);
  });

  it('does not flash in calm mode', async () => {
    transport.push('feed-health', { ...LIVE_HEALTH, mode: 'calm' });
    await send([{ instrumentIndex: 0, last: 5 }]);
    await send([{ instrumentIndex: 0, last: 6 }]);
    expect(line('BTC-USD').querySelector<HTMLElement>('.last')?.dataset['flash']).toBeUndefined();
    expect(line('BTC-USD').dataset['lastTicks']).toBe('6');
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
    for (const key of ['ArrowUp', 'ArrowDown', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown']) {
      await fireEvent.keyDown(grid, { key });
      walked.push(terminal.selection.instrument);
    }
    expect(walked).toEqual(['BTC-USD', 'ESZ6', 'ESZ6', 'BTC-USD', 'ESZ6', 'BTC-USD', 'ESZ6']);
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

  it('shows as old what it had before the connection was lost until the first rows after it', async () => {
    await send([BTC]);
    transport.setConnection('closed');
    transport.setConnection('open');
    transport.beat();
    transport.push('book-qualities', { qualities: [LIVE, LIVE] });
    await settle();
    browser.paint();
    await settle();
    expect(line('BTC-USD').dataset).toMatchObject({ reason: 'syncing', lastTicks: '6412350' });
    await send([{ ...BTC, last: 6_412_400 }]);
    expect(line('BTC-USD').dataset).toMatchObject({ reason: 'none', lastTicks: '6412400' });
    expect(line('BTC-USD').querySelector<HTMLElement>('.last')?.dataset['flash']).toBeUndefined();
  });

  it('holds no view in a hidden window, and shows what it had as old until the first rows after it', async () => {
    await send([BTC]);
    browser.hide(true);
    await settle();
    expect([...transport.views.values()]).toEqual([]);
    browser.hide(false);
    await settle();
    expect(line('BTC-USD').dataset).toMatchObject({ reason: 'syncing', lastTicks: '6412350' });
    await send([{ ...BTC, last: 6_412_400 }]);
    expect(line('BTC-USD').dataset).toMatchObject({ reason: 'none', lastTicks: '6412400' });
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

  describe('with 200 instruments', () => {
    const MANY = Array.from({ length: 200 }, (_, index) => ({ ...BITCOIN, index, id: `X${index}` }));
    beforeEach(async () => {
      transport.push('instruments', MANY);
      await settle();
    });
    const shown = (): number[] =>
      screen.getAllByTestId('watchlist-row').map((row) => Number(row.getAttribute('aria-rowindex')) - 2);

    it('draws the rows in sight only, and says how many there are and which these are', () => {
      expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('201');
      expect(shown()).toEqual(Array.from({ length: 20 }, (_, place) => place));
    });

    it('draws what is scrolled to, at its place, and keeps the selected row', async () => {
      const grid = screen.getByRole('grid');
      grid.scrollTop = 1_800;
      await fireEvent.scroll(grid);
      const [selected, first] = shown();
      expect([selected, first, shown().at(-1)]).toEqual([0, 96, 119]);
      expect(line('X96').style.top).toBe('calc(96 * var(--row-height))');
    });

    it('brings the row that a key selects into sight', async () => {
      const grid = screen.getByRole('grid');
      await fireEvent.keyDown(grid, { key: 'End' });
      expect([terminal.selection.instrument, grid.scrollTop]).toEqual(['X199', 200 * 18 - (300 - 19)]);
      expect(shown()).toContain(199);
      await fireEvent.keyDown(grid, { key: 'ArrowUp' });
      expect(grid.getAttribute('aria-activedescendant')).toBe('watchlist-198');
    });
  });
});
