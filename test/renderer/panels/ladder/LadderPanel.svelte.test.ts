import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { flushSync, tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LadderViewRequest } from '../../../../main/contract/view-request.ts';
import { createTerminalClient } from '../../../../renderer/api/terminal-client.ts';
import LadderPanel from '../../../../renderer/panels/ladder/LadderPanel.svelte';
import { createTerminalContext, type TerminalContext } from '../../../../renderer/state/terminal-context.ts';
import { ladderPayload, type BuiltLadder, type BuiltSection } from '../../../support/frame-builder.ts';
import { BITCOIN, FakeTransport, INDEX_FUTURE } from '../../../support/fake-transport.ts';
import PanelHarness from '../PanelHarness.svelte';
import { standInBrowser, type StandInBrowser } from '../stand-in-browser.ts';
import { SAMPLE } from './sample-ladder.ts';

let browser: StandInBrowser;
let transport: FakeTransport;
let terminal: TerminalContext;

beforeEach(() => {
  vi.useFakeTimers({
    now: 1_700_000_000_000,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
  });
  browser = standInBrowser(320, 180);
  transport = new FakeTransport([BITCOIN, INDEX_FUTURE]);
  terminal = createTerminalContext(createTerminalClient(transport));
});

afterEach(async () => {
  cleanup();
  // Svelte ends subscriptions of the clock a microtask later.
  await settle();
  terminal.dispose();
  // Other people's calls without a delay; a clock or deadline left behind would still be there.
  vi.advanceTimersByTime(1);
  expect(transport.listenerCount).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
  browser.restore();
  vi.useRealTimers();
});

/** Lets answers of the host arrive and what they change be shown. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await Promise.resolve();
  await tick();
  flushSync();
}

async function openPanel(): Promise<void> {
  render(PanelHarness, { terminal, panel: LadderPanel });
  await settle();
  goLive();
  await settle();
}

function goLive(): void {
  transport.beat();
  const live = { isLive: true, reason: 'none', staleSinceMs: 0 } as const;
  transport.push('book-qualities', { qualities: [live, live] });
}

async function send(built: Partial<BuiltLadder> = {}, head: Partial<BuiltSection> = {}): Promise<void> {
  transport.sendFrame([
    {
      viewId: transport.viewId('ladder'),
      kind: 'ladder',
      payload: ladderPayload({ ...SAMPLE, ...built }),
      sequence: 7,
      ...head,
    },
  ]);
  browser.paint();
  await settle();
}

function asked(): LadderViewRequest {
  return transport.views.get(transport.viewId('ladder')) as LadderViewRequest;
}

/** The next animation frame, and what the panel then shows. */
async function paint(): Promise<void> {
  browser.paint();
  await settle();
}

const canvas = () => screen.getByTestId('ladder-canvas');
const rows = () => screen.getByRole('slider');

/** What the table says, once its next turn has come. */
async function tableRows(): Promise<(string | null)[][]> {
  vi.advanceTimersByTime(300);
  await settle();
  const table = screen.getByRole('table', { name: 'Ladder BTC-USD' });
  return [...table.querySelectorAll('tbody tr')].map((row) =>
    [...row.children].map(({ textContent }) => textContent),
  );
}

describe('LadderPanel', () => {
  it('waits for the book under the name of the instrument', async () => {
    await openPanel();
    expect(screen.getByTestId('panel-instrument').textContent).toBe('BTC-USD');
    expect(screen.getByTestId('state-picture').dataset['kind']).toBe('connecting');
    expect(asked()).toMatchObject({ instrument: 'BTC-USD', groupStep: 1, centreTicks: null });
  });

  it('paints the frame and says on the canvas which one it is', async () => {
    await openPanel();
    await send();
    expect(canvas().dataset).toMatchObject({ sequence: '7', rows: '10', topTicks: '106', step: '1' });
    expect(browser.surface.texts.map(({ text }) => text)).toContain('0.0050');
    expect(screen.queryByTestId('state-picture')).toBeNull();
  });

  it('tells the same numbers in a table, with the sequence they are of', async () => {
    await openPanel();
    await send();
    expect(await tableRows()).toEqual([
      ['', '1.04', '0.0040'],
      ['', '1.03', ''],
      ['', '1.02', '0.0050'],
      ['', '1.01', ''],
      ['0.0010', '1.00', ''],
      ['0.0020', '0.99', ''],
      ['', '0.98', ''],
      ['0.0070', '0.97', ''],
    ]);
    const table = screen.getByTestId('ladder-table');
    expect(table.dataset).toMatchObject({ sequence: '7', instrument: 'BTC-USD' });
    expect(table.querySelector('tr[data-ticks="100"] [data-bid-lots]')?.getAttribute('data-bid-lots')).toBe(
      '10',
    );
  });

  it('updates the table at most four times a second', async () => {
    await openPanel();
    await send();
    await tableRows();
    const table = screen.getByTestId('ladder-table');
    await send({}, { sequence: 8 });
    vi.advanceTimersByTime(120);
    await send({}, { sequence: 9 });
    expect([canvas().dataset['sequence'], table.dataset['sequence']]).toEqual(['9', '8']);
    vi.advanceTimersByTime(130);
    await settle();
    expect(table.dataset['sequence']).toBe('9');
  });

  it('follows the market ten times a second at most in what the panel says beside the rows', async () => {
    await openPanel();
    await send();
    await send({ bestBid: -1 }, { sequence: 8 });
    expect([browser.surface.texts.length > 0, screen.getByTestId('ladder-spread').textContent]).toEqual([
      true,
      'Spread 0.02',
    ]);
    vi.advanceTimersByTime(100);
    await settle();
    expect(screen.getByTestId('ladder-spread').textContent).toBe('No bids');
  });

  it('says at once when the terminal takes back its word for the frame', async () => {
    await openPanel();
    await send();
    await send({}, { sequence: 8, reason: 'gap', staleSinceMs: 1_700_000_000_000 });
    expect(canvas().dataset['stale']).toBe('true');
  });

  it('greys the rows and shows the age when the book is stale', async () => {
    await openPanel();
    await send();
    const stale = { isLive: false, reason: 'gap', staleSinceMs: 1_700_000_000_000 - 1_200 } as const;
    transport.push('book-qualities', { qualities: [stale, stale] });
    await settle();
    expect(screen.getByTestId('quality-badge').textContent).toBe('stale 1.2 s · gap');
    expect(canvas().dataset['stale']).toBe('true');
    expect(canvas().closest('.is-stale')).not.toBeNull();
  });

  it('is stale when the terminal itself falls silent', async () => {
    await openPanel();
    await send();
    expect(canvas().dataset['stale']).toBe('false');
    vi.advanceTimersByTime(1_300);
    await settle();
    expect(canvas().dataset['stale']).toBe('true');
  });

  it('clears at once when another instrument is chosen', async () => {
    await openPanel();
    await send();
    terminal.selection.select('ESZ6');
    await settle();
    expect(screen.getByTestId('panel-instrument').textContent).toBe('ESZ6');
    expect(screen.getByTestId('state-picture').dataset['kind']).toBe('connecting');
    expect(screen.queryByTestId('ladder-table')).toBeNull();
    expect(canvas().dataset['sequence']).toBeUndefined();
    expect([...transport.views.values()]).toEqual([expect.objectContaining({ instrument: 'ESZ6' })]);
  });

  it('begins anew when the instrument gets another tick size', async () => {
    await openPanel();
    await send();
    transport.push('instruments', [{ ...BITCOIN, tickUnits: 5 }, INDEX_FUTURE]);
    await settle();
    expect(screen.getByTestId('state-picture').dataset['kind']).toBe('connecting');
  });

  it('does not move its rows under the pointer, and says so', async () => {
    await openPanel();
    await send();
    const top = canvas().dataset['topTicks'];
    await fireEvent.pointerEnter(rows(), { clientY: 30 });
    await send({ topTicks: 204, bestBid: 200, bestAsk: 202 });
    expect(canvas().dataset['topTicks']).toBe(top);
    expect(screen.getByTestId('ladder-placing').textContent).toBe('held');
    await fireEvent.pointerLeave(rows());
    await paint();
    expect(canvas().dataset['topTicks']).toBe('206');
  });

  it('scrolls and pins with the wheel, and follows again after Space', async () => {
    await openPanel();
    await send();
    await fireEvent.wheel(rows(), { deltaY: -100 });
    await paint();
    expect(canvas().dataset['topTicks']).toBe('109');
    expect(screen.getByTestId('ladder-placing').textContent).toBe('pinned');
    await fireEvent.keyDown(rows(), { key: ' ' });
    await paint();
    expect(canvas().dataset['topTicks']).toBe('106');
    expect(screen.getByTestId('ladder-placing').textContent).toBe('following');
  });

  it('drags its rows', async () => {
    await openPanel();
    await send();
    await fireEvent.pointerDown(rows(), { button: 0, clientY: 20, pointerId: 1 });
    await fireEvent.pointerMove(rows(), { clientY: 20 + 5 * 18, pointerId: 1 });
    await fireEvent.pointerUp(rows(), { pointerId: 1 });
    await fireEvent.pointerMove(rows(), { clientY: 20, pointerId: 1 });
    await paint();
    expect(canvas().dataset['topTicks']).toBe('111');
  });

  it('groups with buttons and keys and shows the step as a price', async () => {
    await openPanel();
    await send();
    await fireEvent.click(screen.getByRole('button', { name: 'Coarser rows' }));
    await fireEvent.keyDown(rows(), { key: '+' });
    await settle();
    expect(screen.getByTestId('ladder-step').textContent).toBe('0.05');
    expect(asked().groupStep).toBe(5);
    await fireEvent.click(screen.getByRole('button', { name: 'Finer rows' }));
    expect(screen.getByTestId('ladder-step').textContent).toBe('0.02');
  });

  it('remembers the step of each instrument', async () => {
    await openPanel();
    await fireEvent.click(screen.getByRole('button', { name: 'Coarser rows' }));
    terminal.selection.select('ESZ6');
    await settle();
    expect(screen.getByTestId('ladder-step').textContent).toBe('0.25');
    terminal.selection.select('BTC-USD');
    await settle();
    expect(asked()).toMatchObject({ instrument: 'BTC-USD', groupStep: 2 });
  });

  it('leaves keys alone that are meant for another panel', async () => {
    await openPanel();
    await send();
    await fireEvent.keyDown(document.body, { key: 'ArrowUp' });
    await paint();
    expect(canvas().dataset['topTicks']).toBe('106');
    await fireEvent.pointerEnter(rows(), { clientY: 30 });
    await fireEvent.keyDown(document.body, { key: 'ArrowUp' });
    await paint();
    expect(canvas().dataset['topTicks']).toBe('107');
  });

  it('takes keys under the pointer while another panel has the focus, but no text that is typed', async () => {
    await openPanel();
    await send();
    const other = document.body.appendChild(document.createElement('button'));
    const field = document.body.appendChild(document.createElement('input'));
    await fireEvent.keyDown(other, { key: '+' });
    expect(screen.getByTestId('ladder-step').textContent).toBe('0.01');
    await fireEvent.pointerEnter(rows(), { clientY: 30 });
    await fireEvent.keyDown(field, { key: '+' });
    expect(screen.getByTestId('ladder-step').textContent).toBe('0.01');
    await fireEvent.keyDown(other, { key: '+' });
    await settle();
    expect(screen.getByTestId('ladder-step').textContent).toBe('0.02');
    other.remove();
    field.remove();
  });

  it('centres with Space after a button was clicked, and presses the button a person moved to by keyboard', async () => {
    await openPanel();
    await send();
    const coarser = screen.getByRole('button', { name: 'Coarser rows' });
    await fireEvent.wheel(rows(), { deltaY: -100 });
    await fireEvent.pointerDown(coarser);
    expect(await fireEvent.keyDown(coarser, { key: ' ' })).toBe(false);
    await paint();
    expect(screen.getByTestId('ladder-placing').textContent).toBe('following');
    await fireEvent.keyDown(coarser, { key: 'Tab' });
    expect(await fireEvent.keyDown(coarser, { key: ' ' })).toBe(true);
  });

  it('says the spread, which side is missing and that trading is halted', async () => {
    await openPanel();
    await send();
    expect(screen.getByTestId('ladder-spread').textContent).toBe('Spread 0.02');
    vi.advanceTimersByTime(100);
    await send({ bestBid: -1 });
    expect(screen.getByTestId('ladder-spread').textContent).toBe('No bids');
    transport.push('instruments', [{ ...BITCOIN, state: 'halted' }, INDEX_FUTURE]);
    await settle();
    expect(screen.getByText('halted')).toBeTruthy();
  });

  it('holds no view behind another tab, and shows what it had as old until it is seen again', async () => {
    await openPanel();
    await send();
    browser.resize(0, 0);
    await settle();
    expect([...transport.views.values()]).toEqual([]);
    browser.resize(320, 180);
    await settle();
    expect([canvas().dataset['stale'], asked().instrument]).toEqual(['true', 'BTC-USD']);
    await send({}, { sequence: 8 });
    expect(canvas().dataset).toMatchObject({ stale: 'false', sequence: '8' });
  });

  it('shows as old what it had before the connection was lost until the first frame after it', async () => {
    await openPanel();
    await send();
    transport.setConnection('closed');
    transport.setConnection('open');
    goLive();
    await settle();
    expect(terminal.freshness.qualityOf(0).isLive).toBe(true);
    expect(canvas().dataset).toMatchObject({ stale: 'true', sequence: '7' });
    await send({}, { sequence: 8 });
    expect(canvas().dataset).toMatchObject({ stale: 'false', sequence: '8' });
  });

  it('holds no view in a hidden window, and shows what it had as old until the first frame after it', async () => {
    await openPanel();
    await send();
    browser.hide(true);
    await settle();
    expect([...transport.views.values()]).toEqual([]);
    browser.hide(false);
    await paint();
    expect([canvas().dataset['stale'], asked().instrument]).toEqual(['true', 'BTC-USD']);
    await send({}, { sequence: 8 });
    expect(canvas().dataset).toMatchObject({ stale: 'false', sequence: '8' });
  });

  it('paints anew when the page is zoomed or moved to a screen of another pixel ratio', async () => {
    const ratios = new EventTarget();
    vi.stubGlobal('matchMedia', () => ratios);
    await openPanel();
    await send();
    browser.surface.forget();
    vi.stubGlobal('devicePixelRatio', 2);
    ratios.dispatchEvent(new Event('change'));
    expect(browser.surface.texts.length).toBeGreaterThan(0);
    expect((canvas() as HTMLCanvasElement).width).toBe(640);
    vi.unstubAllGlobals();
  });

  it('has a picture for an empty book', async () => {
    await openPanel();
    await send({ rows: [], topTicks: -1, bestBid: -1, bestAsk: -1 });
    expect(screen.getByTestId('state-picture').dataset['kind']).toBe('empty');
  });

  it('reports a frame it cannot read in the log', async () => {
    await openPanel();
    await send({}, { payload: [1, 2, 3] });
    expect(terminal.log.lines.map(({ code }) => code)).toEqual(['FRAME_MALFORMED']);
  });
});
