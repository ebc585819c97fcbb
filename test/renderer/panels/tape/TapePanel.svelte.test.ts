import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { flushSync, tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTerminalClient } from '../../../../renderer/api/terminal-client.ts';
import TapePanel from '../../../../renderer/panels/tape/TapePanel.svelte';
import { createTerminalContext, type TerminalContext } from '../../../../renderer/state/terminal-context.ts';
import { BITCOIN, FakeTransport, INDEX_FUTURE } from '../../../support/fake-transport.ts';
import { tapePayload, type BuiltPrint } from '../../../support/frame-builder.ts';
import PanelHarness from '../PanelHarness.svelte';
import { standInBrowser, type StandInBrowser } from '../stand-in-browser.ts';

const LIVE = { isLive: true, reason: 'none', staleSinceMs: 0 } as const;
let browser: StandInBrowser;
let transport: FakeTransport;
let terminal: TerminalContext;

beforeEach(async () => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
  });
  browser = standInBrowser(290, 90);
  transport = new FakeTransport([BITCOIN, INDEX_FUTURE]);
  terminal = createTerminalContext(createTerminalClient(transport));
  render(PanelHarness, { terminal, panel: TapePanel });
  await settle();
  transport.beat();
  transport.push('book-qualities', { qualities: [LIVE, LIVE] });
  await settle();
});

afterEach(async () => {
  cleanup();
  await settle();
  terminal.dispose();
  expect(transport.listenerCount).toBe(0);
  vi.advanceTimersByTime(1);
  expect(vi.getTimerCount()).toBe(0);
  browser.restore();
  vi.useRealTimers();
});

async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await Promise.resolve();
  await tick();
  flushSync();
}

async function send(prints: readonly BuiltPrint[], instrumentIndex = 0): Promise<void> {
  transport.sendFrame([
    { viewId: transport.viewId('tape'), kind: 'tape', payload: tapePayload({ instrumentIndex, prints }) },
  ]);
  browser.surface.forget();
  browser.paint();
  vi.advanceTimersByTime(500);
  await settle();
}

const rows = (): unknown[] =>
  [...screen.getByTestId('tape-table').querySelectorAll('tbody tr')].map((row) =>
    [...row.querySelectorAll('td')].map((cell) => cell.textContent),
  );
const paintedPrices = (): string[] =>
  browser.surface.texts.map(({ text }) => text).filter((text) => /^\d+\.\d\d$/.test(text));

describe('TapePanel', () => {
  it('awaits prints until the first section is here, then says that there are none', async () => {
    expect(screen.getByTestId('state-picture').textContent).toContain('Awaiting prints');
    await send([]);
    expect(screen.getByTestId('state-picture').textContent).toContain('No prints yet');
  });

  it('does not touch the canvas before the first section, which a person who runs through instruments never sees', async () => {
    browser.paint();
    expect(browser.surface.boxes).toEqual([]);
    await send([]);
    expect(browser.surface.boxes.length).toBeGreaterThan(0);
  });

  it('shows prints newest first, on the canvas and in the table alike', async () => {
    await send([
      { sequence: 1, ticks: 10_000, lots: 5_000, side: 'buy', timeMs: 1_000 },
      { sequence: 2, ticks: 9_950, lots: 1, side: 'sell', timeMs: 61_500 },
    ]);
    expect(rows()).toEqual([
      ['00:01:01.500', 'sell', '99.50', '0.0001'],
      ['00:00:01.000', 'buy', '100.00', '0.5000'],
    ]);
    expect(paintedPrices()).toEqual(['99.50', '100.00']);
  });

  it('hides prints below the size filter and says when the filter is no quantity', async () => {
    await send([
      { sequence: 1, ticks: 1, lots: 5_000 },
      { sequence: 2, ticks: 2, lots: 1 },
    ]);
    const filter = screen.getByLabelText('Smallest size shown');
    await fireEvent.input(filter, { target: { value: '0.5' } });
    await send([{ sequence: 3, ticks: 3, lots: 4_999 }]);
    expect(rows()).toEqual([['00:00:00.000', 'unknown', '0.01', '0.5000']]);
    await fireEvent.input(filter, { target: { value: 'half' } });
    expect(filter.getAttribute('aria-invalid')).toBe('true');
    await fireEvent.input(filter, { target: { value: '' } });
  });

  it('stands still under the pointer and tells how many prints wait', async () => {
    await send([{ sequence: 1, ticks: 10_000, lots: 1 }]);
    const region = screen.getByRole('region');
    await fireEvent.pointerEnter(region);
    await send([{ sequence: 2, ticks: 10_001, lots: 1 }]);
    // Nothing is painted: the row that stands there stays.
    expect([paintedPrices(), screen.getByText('1 new').tagName]).toEqual([[], 'BUTTON']);
    await fireEvent.pointerLeave(region);
    browser.surface.forget();
    browser.paint();
    await settle();
    // The older print is only moved down a row.
    expect([paintedPrices(), browser.surface.copies, screen.queryByText('1 new')]).toEqual([
      ['100.01'],
      [{ fromY: 0, toY: 18, height: 72 }],
      null,
    ]);
  });

  it('pauses and scrolls by keyboard', async () => {
    await send(Array.from({ length: 20 }, (_, at) => ({ sequence: at + 1, ticks: 10_000 + at, lots: 1 })));
    const region = screen.getByRole('region');
    await fireEvent.keyDown(region, { key: 'PageDown' });
    browser.surface.forget();
    browser.paint();
    await settle();
    expect([paintedPrices()[0], screen.getByText('paused').tagName]).toEqual(['100.14', 'BUTTON']);
    await fireEvent.keyDown(region, { key: 'Home' });
    browser.surface.forget();
    browser.paint();
    expect(paintedPrices()[0]).toBe('100.19');
  });

  it('starts from nothing for another instrument and drops prints of the old one', async () => {
    await send([{ sequence: 1, ticks: 10_000, lots: 1 }]);
    terminal.selection.select('ESZ6');
    await settle();
    expect(rows()).toEqual([]);
    await send([{ sequence: 2, ticks: 10_000, lots: 1 }]);
    expect(rows()).toEqual([]);
    await send([{ sequence: 9, ticks: 23_626, lots: 3, side: 'buy' }], 1);
    expect(rows()).toEqual([['00:00:00.000', 'buy', '5\u2009906.50', '3']]);
  });

  it('dims and shows the age and reason while the book is stale', async () => {
    await send([{ sequence: 1, ticks: 10_000, lots: 1 }]);
    transport.push('book-qualities', {
      qualities: [{ isLive: false, reason: 'gap', staleSinceMs: Date.now() - 1_200 }, LIVE],
    });
    await settle();
    expect(screen.getByTestId('quality-badge').textContent).toContain('stale 1.2 s · gap');
    expect(screen.getByRole('region').closest('[data-stale]')?.getAttribute('data-stale')).toBe('true');
  });

  it('holds no view behind another tab, and keeps its prints until it is seen again', async () => {
    await send([{ sequence: 1, ticks: 10_000, lots: 1 }]);
    browser.resize(0, 0);
    await settle();
    expect([...transport.views.values()]).toEqual([]);
    browser.resize(290, 90);
    await settle();
    expect(screen.getByRole('region').closest('[data-stale]')?.getAttribute('data-stale')).toBe('true');
    await send([
      { sequence: 1, ticks: 10_000, lots: 1 },
      { sequence: 2, ticks: 10_001, lots: 1 },
    ]);
    expect([rows().length, screen.getByTestId('quality-badge').textContent]).toEqual([2, 'live']);
  });

  it('shows as old what it had before the connection was lost until the first section after it', async () => {
    const reason = (): string | undefined => screen.getByTestId('quality-badge').dataset['reason'];
    await send([{ sequence: 1, ticks: 10_000, lots: 1 }]);
    transport.setConnection('closed');
    transport.setConnection('open');
    transport.beat();
    transport.push('book-qualities', { qualities: [LIVE, LIVE] });
    await settle();
    expect(reason()).toBe('syncing');
    browser.paint();
    transport.beat();
    await send([{ sequence: 2, ticks: 10_000, lots: 1 }]);
    expect(reason()).toBe('none');
  });

  it('logs a payload it cannot read', async () => {
    transport.sendFrame([{ viewId: transport.viewId('tape'), kind: 'tape', payload: [0, 0, 0, 0, 3] }]);
    await settle();
    expect(terminal.log.lines.map(({ code }) => code)).toEqual(['VIEW_MALFORMED']);
  });
});
