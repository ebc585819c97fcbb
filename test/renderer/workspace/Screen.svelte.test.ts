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

  it('draws where the panels will stand while it connects, and says so only when that takes long', async () => {
    await show(new FakeTransport([], 'connecting'));
    expect([screen.queryByTestId('skeleton') !== null, screen.queryByTestId('state-picture')]).toEqual([
      true,
      null,
    ]);
    vi.advanceTimersByTime(400);
    await settle();
    expect(screen.queryByTestId('skeleton')).toBeNull();
    expect(screen.getByTestId('state-picture').textContent).toContain('Connecting to the terminal');
  });

  it('takes the skeleton away once the panels are there', async () => {
    await showLive();
    expect(screen.queryByTestId('skeleton')).toBeNull();
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
    expect(shown).toEqual(['websocket · flat-msgpack', '2\u2009000', '0.8 / 2.4 ms', '4 ms', '12\u2009345']);
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

  it('says how the feed is read and asks for the other way when it is chosen', async () => {
    await showLive();
    const choice = (name: string): HTMLElement => screen.getByRole('button', { name });
    const pressed = (): (string | null)[] =>
      ['fast', 'calm'].map((name) => choice(name).getAttribute('aria-pressed'));
    expect(pressed()).toEqual(['true', 'false']);
    expect(choice('calm').title).toContain('At most 4 ms later');
    await fireEvent.click(choice('calm'));
    await settle();
    expect([terminal.feed.health?.mode, pressed()]).toEqual(['calm', ['false', 'true']]);
  });

  it('keeps showing the mode in force when the other is refused, and logs why', async () => {
    const transport = await showLive();
    transport.refuse('set-feed-mode', 'TERMINAL_INTERNAL');
    await fireEvent.click(screen.getByRole('button', { name: 'calm' }));
    await settle();
    expect(screen.getByTestId('feed-mode').dataset['mode']).toBe('fast');
    expect(terminal.log.lines.map(({ code }) => code)).toEqual(['TERMINAL_INTERNAL']);
  });

  const openCard = async (): Promise<HTMLElement> => {
    const card = document.getElementById('feed-health');
    if (card === null) throw new Error('expected the card');
    card.dispatchEvent(Object.assign(new Event('toggle'), { newState: 'open' }));
    await settle();
    return card;
  };

  it('lists the whole health and the log while its card is open', async () => {
    await showLive();
    terminal.log.add({ code: 'FRAME_MALFORMED', message: 'expected more words' });
    expect(document.getElementById('feed-health')?.textContent.trim()).toBe('');
    const card = await openCard();
    for (const words of ['Book hashes verified', 'Receive path', 'Event loop late', 'FRAME_MALFORMED'])
      expect(card.textContent).toContain(words);
    expect(text('log-count')).toBe('1');
  });

  it('shows the way of a message stage by stage, and says so while nothing was measured', async () => {
    const transport = await show(new FakeTransport([BITCOIN, INDEX_FUTURE]));
    transport.health = { ...LIVE_HEALTH, stages: [] };
    transport.push('feed-health', transport.health);
    const card = await openCard();
    expect(card.textContent).toContain('Nothing measured in the last 10 seconds');
    transport.push('feed-health', {
      ...LIVE_HEALTH,
      stages: [
        { stage: 'network', count: 12_000, p50: -0.25, p99: 1 },
        { stage: 'decode', count: 0, p50: null, p99: null },
      ],
    });
    await settle();
    const rows = [...card.querySelectorAll('[data-testid="stage-waterfall"] tbody tr')];
    expect(rows.map((row) => [...row.children].map(({ textContent }) => textContent.trim()))).toEqual([
      ['network', '', '−0.250', '1.000', '12\u2009000'],
      ['decode', '', '–', '–', '0'],
    ]);
    const bars = [...(rows[0]?.querySelectorAll('i') ?? [])].map(({ style }) => style.width);
    expect(bars).toEqual(['50%', '0%']);
  });

  it('says that nothing is known while the terminal has told nothing', async () => {
    await show(new FakeTransport([], 'connecting'));
    expect((await openCard()).textContent).toContain('Nothing known of the feed yet');
  });
});
