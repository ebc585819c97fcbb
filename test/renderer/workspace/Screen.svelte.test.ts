import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { flushSync, tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTerminalClient } from '../../../renderer/api/terminal-client.ts';
import { createTerminalContext, type TerminalContext } from '../../../renderer/state/terminal-context.ts';
import Screen from '../../../renderer/workspace/Screen.svelte';
import { BITCOIN, FakeTransport, INDEX_FUTURE, LIVE_HEALTH } from '../../support/fake-transport.ts';

const { opened } = vi.hoisted(() => ({ opened: { count: 0, resets: 0 } }));
// The dock measures itself, which jsdom cannot; the end-to-end tests open the real one.
vi.mock('../../../renderer/workspace/workspace.ts', () => ({
  openWorkspace: () => {
    opened.count += 1;
    return { resetLayout: () => (opened.resets += 1), dispose: () => (opened.count -= 1) };
  },
}));

let terminal: TerminalContext;

beforeEach(() => {
  vi.useFakeTimers({
    now: 1_700_000_000_000,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
  });
  opened.resets = 0;
});
afterEach(async () => {
  cleanup();
  await settle();
  terminal.dispose();
  vi.advanceTimersByTime(1);
  expect([opened.count, vi.getTimerCount()]).toEqual([0, 0]);
  vi.useRealTimers();
});

async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await Promise.resolve();
  await tick();
  flushSync();
}

async function show(transport: FakeTransport): Promise<FakeTransport> {
  terminal = createTerminalContext(createTerminalClient(transport, () => () => {}));
  render(Screen, { terminal });
  await settle();
  return transport;
}

async function showLive(): Promise<FakeTransport> {
  const transport = await show(new FakeTransport([BITCOIN, INDEX_FUTURE]));
  transport.beat();
  await settle();
  return transport;
}

const state = (): string => screen.getByTestId('feed-state').textContent.trim();
const text = (testId: string): string | undefined => screen.queryByTestId(testId)?.textContent.trim();

describe('Screen', () => {
  it('shows the panels once instruments are known', async () => {
    await showLive();
    expect([opened.count, state(), screen.queryByTestId('state-picture')]).toEqual([1, 'live', null]);
  });

  it('shows what it waits for before that, where, and for how long', async () => {
    const transport = new FakeTransport([]);
    transport.health = {
      ...LIVE_HEALTH,
      state: 'backing-off',
      reason: 'connection refused',
      attempts: 2,
      sinceMs: Date.now() - 4_000,
    };
    await show(transport);
    transport.beat();
    await settle();
    const picture = screen.getByTestId('state-picture').textContent;
    expect(picture).toContain('The venue is not reachable');
    expect(picture).toContain('ws://127.0.0.1:7711/v1');
    expect(picture).toContain('for 4.0 s');
    await fireEvent.click(screen.getByText('Retry now'));
    expect(transport.asked.at(-1)?.channel).toBe('retry-feed');
  });

  it('tells a denied window what to do', async () => {
    await show(new FakeTransport([], 'denied'));
    expect([screen.getByTestId('state-picture').dataset['kind'], state()]).toEqual(['denied', 'denied']);
  });

  it('keeps the panels and warns over them when the terminal falls silent', async () => {
    await showLive();
    vi.advanceTimersByTime(2_000);
    await settle();
    expect([opened.count, state()]).toEqual([1, 'terminal silent']);
    expect(text('trouble-banner')).toContain('The terminal is silent');
    expect(text('data-age')).toBe('2.0 s');
    expect(screen.queryByText('Retry')).toBeNull();
  });

  it('shows transport, codec, rate, latency, age and verified count of the feed', async () => {
    await showLive();
    const shown = ['feed-codec', 'feed-updates', 'feed-latency', 'data-age', 'books-verified'].map(text);
    expect(shown).toEqual(['websocket · msgpack', '2\u2009000', '0.8 / 2.4 ms', '4 ms', '12\u2009345']);
    expect([text('books-mismatched'), text('books-resyncs')]).toEqual([undefined, undefined]);
  });

  it('shows mismatches and resyncs once there are any', async () => {
    const transport = await showLive();
    transport.push('feed-health', {
      ...LIVE_HEALTH,
      bookIntegrity: { verified: 1, mismatched: 2, resyncs: 3 },
    });
    await settle();
    expect([text('books-mismatched'), text('books-resyncs')]).toEqual(['2', '3']);
  });

  it('shows how many books are live while some are not', async () => {
    const transport = await showLive();
    expect(text('books-live')).toBeUndefined();
    transport.push('feed-health', { ...LIVE_HEALTH, state: 'syncing', liveBooks: 1 });
    await settle();
    expect(text('books-live')).toBe('1/2');
  });

  it('offers a retry while the feed is not live', async () => {
    const transport = await showLive();
    expect(screen.queryByText('Retry')).toBeNull();
    transport.push('feed-health', { ...LIVE_HEALTH, state: 'backing-off' });
    await settle();
    await fireEvent.click(screen.getByText('Retry'));
    expect(transport.asked.at(-1)?.channel).toBe('retry-feed');
  });

  it('resets the layout and names the charts’ maker', async () => {
    await showLive();
    await fireEvent.click(screen.getByText('Reset layout'));
    expect(opened.resets).toBe(1);
    const link = screen.getByText(/TradingView/).closest('a');
    expect([link?.getAttribute('href'), link?.textContent.replace(/\s+/g, ' ').trim()]).toEqual([
      'https://www.tradingview.com/',
      'Charts: TradingView Lightweight Charts',
    ]);
  });

  it('lists the whole health and the log while its card is open', async () => {
    await showLive();
    terminal.log.add({ code: 'FRAME_MALFORMED', message: 'expected more words' });
    const card = document.getElementById('feed-health');
    expect(card?.textContent.trim()).toBe('');
    card?.dispatchEvent(Object.assign(new Event('toggle'), { newState: 'open' }));
    await settle();
    expect(card?.textContent).toContain('Book hashes verified');
    expect(card?.textContent).toContain('FRAME_MALFORMED');
    expect(text('log-count')).toBe('1');
  });
});
