import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { flushSync, tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CandleViewRequest } from '../../../../main/contract/view-request.ts';
import { createTerminalClient } from '../../../../renderer/api/terminal-client.ts';
import ChartPanel from '../../../../renderer/panels/chart/ChartPanel.svelte';
import type { Candle } from '../../../../renderer/panels/chart/candle-model.ts';
import type { ChartSurface, ChartSurfaceOptions } from '../../../../renderer/panels/chart/chart-surface.ts';
import { createTerminalContext, type TerminalContext } from '../../../../renderer/state/terminal-context.ts';
import { BITCOIN, FakeTransport, INDEX_FUTURE } from '../../../support/fake-transport.ts';
import { candlesPayload, type BuiltCandles, type BuiltSection } from '../../../support/frame-builder.ts';
import PanelHost from '../../../../renderer/workspace/PanelHost.svelte';
import { PinnedPlace } from '../../../../renderer/workspace/pinned-place.svelte.ts';
import PanelHarness from '../PanelHarness.svelte';
import { standInBrowser, type StandInBrowser } from '../stand-in-browser.ts';

/** The charting library wants a laid-out page; the end-to-end tests have one. */
class StandInChart implements ChartSurface {
  readonly options: ChartSurfaceOptions;
  shown: readonly Candle[] = [];
  intervalMs = 0;
  countdown = '';
  isDisposed = false;
  scrolls = 0;
  constructor(options: ChartSurfaceOptions) {
    this.options = options;
  }
  replace(candles: readonly Candle[]): void {
    this.shown = [...candles];
  }
  update(candle: Candle): void {
    this.shown = [...this.shown.filter(({ startMs }) => startMs < candle.startMs), candle];
  }
  showInterval(intervalMs: number): void {
    this.intervalMs = intervalMs;
  }
  showCountdown(text: string): void {
    this.countdown = text;
  }
  scrollToLatest(): void {
    this.scrolls += 1;
  }
  dispose(): void {
    this.isDisposed = true;
  }
}

const made = vi.hoisted((): { charts: StandInChart[] } => ({ charts: [] }));
vi.mock('../../../../renderer/panels/chart/chart-surface.ts', () => ({
  createChartSurface: (options: ChartSurfaceOptions) => {
    const chart = new StandInChart(options);
    made.charts.push(chart);
    return chart;
  },
}));

let browser: StandInBrowser;
let transport: FakeTransport;
let terminal: TerminalContext;

beforeEach(() => {
  vi.useFakeTimers({
    now: 1_700_000_010_000,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
  });
  browser = standInBrowser(800, 500);
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
  expect(made.charts.every(({ isDisposed }) => isDisposed)).toBe(true);
  expect(transport.listenerCount).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
  made.charts = [];
  browser.restore();
  vi.useRealTimers();
});

async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await Promise.resolve();
  await tick();
  flushSync();
}

async function openPanel(): Promise<void> {
  render(PanelHarness, { terminal, panel: ChartPanel });
  await settle();
  transport.beat();
  const live = { isLive: true, reason: 'none', staleSinceMs: 0 } as const;
  transport.push('book-qualities', { qualities: [live, live] });
  await settle();
}

const TWO: BuiltCandles['candles'] = [
  [1_699_999_920_000, 100, 110, 90, 105, 40_000, 1],
  [1_699_999_980_000, 105, 120, 104, 118, 20_000, 0],
];

async function send(built: Partial<BuiltCandles> = {}, head: Partial<BuiltSection> = {}): Promise<void> {
  transport.sendFrame([
    {
      viewId: transport.viewId('candles'),
      kind: 'candles',
      payload: candlesPayload({ intervalMs: 60_000, isReset: true, candles: TWO, ...built }),
      ...head,
    },
  ]);
  vi.advanceTimersByTime(100);
  browser.paint();
  await settle();
}

const chart = (): StandInChart => {
  const last = made.charts.at(-1);
  if (last === undefined) throw new Error('expected a chart');
  return last;
};
const legend = (): string | undefined =>
  screen.getByTestId('chart-legend').textContent?.replace(/\s+/g, ' ').trim();
const asked = (): CandleViewRequest[] =>
  [...transport.views.values()].filter((request) => request.kind === 'candles');

describe('ChartPanel', () => {
  it('asks for one-minute candles and waits with a picture', async () => {
    await openPanel();
    expect(asked()).toEqual([{ kind: 'candles', instrument: 'BTC-USD', intervalMs: 60_000 }]);
    expect(screen.getByTestId('state-picture').dataset['kind']).toBe('connecting');
  });

  it('shows the candles and the newest one in the legend', async () => {
    await openPanel();
    await send();
    expect(chart().shown.map(({ closeTicks }) => closeTicks)).toEqual([105, 118]);
    expect(legend()).toContain('O1.05');
    expect(legend()).toContain('C1.18');
    expect(legend()).toContain('+0.13 +12.38%');
    expect(legend()).toContain('incomplete');
    expect(screen.queryByTestId('state-picture')).toBeNull();
  });

  it('shows the candle under the crosshair in the legend', async () => {
    await openPanel();
    await send();
    chart().options.onCrosshair(1_699_999_920_000);
    await settle();
    expect(legend()).toContain('C1.05');
    expect(legend()).not.toContain('incomplete');
    chart().options.onCrosshair(null);
    await settle();
    expect(legend()).toContain('C1.18');
  });

  it('updates the last candle without replacing the others', async () => {
    await openPanel();
    await send();
    await send({ isReset: false, candles: [[1_699_999_980_000, 105, 130, 104, 130, 20_100, 1]] });
    expect(chart().shown.map(({ closeTicks }) => closeTicks)).toEqual([105, 130]);
  });

  it('changes the interval by button and by key, with a new view each time', async () => {
    await openPanel();
    await send();
    await fireEvent.click(screen.getByRole('button', { name: '5m' }));
    await settle();
    expect(asked()).toEqual([{ kind: 'candles', instrument: 'BTC-USD', intervalMs: 300_000 }]);
    expect(screen.getByRole('button', { name: '5m' }).getAttribute('aria-pressed')).toBe('true');
    expect(screen.getByTestId('state-picture').dataset['kind']).toBe('connecting');
    expect(chart().intervalMs).toBe(300_000);
    await fireEvent.keyDown(screen.getByRole('button', { name: '5m' }), { key: '1' });
    await settle();
    expect(asked()[0]?.intervalMs).toBe(1_000);
  });

  it('leaves keys alone that are meant for another panel', async () => {
    await openPanel();
    await fireEvent.keyDown(document.body, { key: '1' });
    await settle();
    expect(asked()[0]?.intervalMs).toBe(60_000);
  });

  it('keeps the interval when the instrument changes and shows nothing of the old one', async () => {
    await openPanel();
    await fireEvent.click(screen.getByRole('button', { name: '1s' }));
    await send({ intervalMs: 1_000 });
    terminal.selection.select('ESZ6');
    await settle();
    expect(asked()).toEqual([{ kind: 'candles', instrument: 'ESZ6', intervalMs: 1_000 }]);
    expect(chart().shown).toEqual([]);
    expect(screen.queryByTestId('chart-legend')).toBeNull();
  });

  it('greys the chart and shows the age when the data is stale', async () => {
    await openPanel();
    await send();
    const stale = { isLive: false, reason: 'silent', staleSinceMs: 1_700_000_009_000 } as const;
    transport.push('book-qualities', { qualities: [stale, stale] });
    await settle();
    expect(screen.getByTestId('quality-badge').textContent).toBe('stale 1.1 s · venue silent');
    expect(screen.getByTestId('chart-surface').closest('.is-stale')).not.toBeNull();
    expect(chart().countdown).toBe('');
  });

  it('asks for nothing while it lies behind another tab, and for all candles when it is seen again', async () => {
    await openPanel();
    await send();
    browser.resize(0, 0);
    await settle();
    expect(asked()).toEqual([]);
    browser.resize(800, 500);
    await settle();
    expect(asked()).toEqual([{ kind: 'candles', instrument: 'BTC-USD', intervalMs: 60_000 }]);
    expect(screen.getByTestId('state-picture').dataset['kind']).toBe('connecting');
    await send();
    expect(chart().shown.map(({ closeTicks }) => closeTicks)).toEqual([105, 118]);
    expect(screen.queryByTestId('state-picture')).toBeNull();
  });

  it('shows as old what it had before the connection was lost until the first candles after it', async () => {
    const reason = (): string | undefined => screen.getByTestId('quality-badge').dataset['reason'];
    await openPanel();
    await send();
    transport.setConnection('closed');
    transport.setConnection('open');
    transport.beat();
    const live = { isLive: true, reason: 'none', staleSinceMs: 0 } as const;
    transport.push('book-qualities', { qualities: [live, live] });
    await settle();
    expect([reason(), chart().shown.length]).toEqual(['syncing', 2]);
    await send();
    expect(reason()).toBe('none');
  });

  it('changes the legend no more often than it paints', async () => {
    await openPanel();
    await send();
    const viewId = transport.viewId('candles');
    const closes = [119, 121].map((close) =>
      candlesPayload({ intervalMs: 60_000, candles: [[1_699_999_980_000, 105, 130, 104, close, 20_100, 1]] }),
    );
    for (const payload of closes) transport.sendFrame([{ viewId, kind: 'candles', payload }]);
    await settle();
    expect(legend()).toContain('C1.18');
    vi.advanceTimersByTime(100);
    browser.paint();
    await settle();
    expect(legend()).toContain('C1.21');
  });

  it('stays with the instrument it is pinned to', async () => {
    const place = new PinnedPlace('ESZ6', () => {});
    render(PanelHost, { terminal, place, panel: { type: 'ready', component: ChartPanel } });
    await settle();
    terminal.selection.select('BTC-USD');
    await settle();
    expect(asked().map(({ instrument }) => instrument)).toEqual(['ESZ6']);
    await fireEvent.click(screen.getByRole('button', { name: 'pin' }));
    await settle();
    expect(asked().map(({ instrument }) => instrument)).toEqual(['BTC-USD']);
  });

  it('counts down to the end of the candle beside the last price', async () => {
    await openPanel();
    await send();
    expect(chart().countdown).toBe('0:30');
  });

  it('says that there are no candles yet', async () => {
    await openPanel();
    await send({ candles: [] });
    expect(screen.getByTestId('state-picture').dataset['kind']).toBe('empty');
  });

  it('offers the way back when the newest candle is out of sight', async () => {
    await openPanel();
    await send();
    expect(screen.queryByRole('button', { name: 'Latest' })).toBeNull();
    chart().options.onLatest(false);
    await settle();
    await fireEvent.click(screen.getByRole('button', { name: 'Latest' }));
    expect(chart().scrolls).toBe(1);
  });

  it('tells the newest candles in a table', async () => {
    await openPanel();
    await send();
    vi.advanceTimersByTime(1_000);
    transport.beat();
    await settle();
    const table = screen.getByRole('table', { name: 'BTC-USD candles of 1m' });
    expect([...table.querySelectorAll('tbody tr')].map((row) => row.lastElementChild?.textContent)).toEqual([
      'a trade may be missing',
      'yes',
    ]);
  });

  it('reports candles of another instrument or interval and does not show them', async () => {
    await openPanel();
    await send({ instrumentIndex: 1 });
    await send({ intervalMs: 1_000 });
    await send({}, { payload: [0, 1] });
    expect(chart().shown).toEqual([]);
    expect(terminal.log.lines.map(({ code }) => code)).toEqual([
      'FRAME_MALFORMED',
      'FRAME_MALFORMED',
      'FRAME_MALFORMED',
    ]);
  });
});
