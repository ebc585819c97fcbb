import { cleanup, render, screen } from '@testing-library/svelte';
import { flushSync, tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTerminalClient } from '../../../renderer/api/terminal-client.ts';
import LadderPanel from '../../../renderer/panels/ladder/LadderPanel.svelte';
import type { PaintingId } from '../../../renderer/painting/painting-messages.ts';
import { WorkerLink } from '../../../renderer/painting/worker-link.ts';
import { LogState } from '../../../renderer/state/log-state.svelte.ts';
import { createTerminalContext, type TerminalContext } from '../../../renderer/state/terminal-context.ts';
import { BITCOIN, FakeTransport, INDEX_FUTURE } from '../../support/fake-transport.ts';
import { ladderPayload } from '../../support/frame-builder.ts';
import PanelHarness from '../panels/PanelHarness.svelte';
import { SAMPLE } from '../panels/ladder/sample-ladder.ts';
import { standInBrowser, type StandInBrowser } from '../panels/stand-in-browser.ts';
import { FakeWorker } from './fake-worker.ts';

const LIVE = { isLive: true, reason: 'none', staleSinceMs: 0 } as const;
const POSITION = { topRow: 150, rows: 9, step: 1, isPinned: true };
const TOUCH = { bestBidTicks: 100, bestAskTicks: 102, lastTradeTicks: -1 };

let browser: StandInBrowser;
let transport: FakeTransport;
let terminal: TerminalContext;
let worker: FakeWorker;

beforeEach(async () => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
  });
  browser = standInBrowser(320, 180);
  Object.assign(HTMLCanvasElement.prototype, {
    transferControlToOffscreen: () => ({ isOffscreen: true }),
  });
  transport = new FakeTransport([BITCOIN, INDEX_FUTURE]);
  worker = new FakeWorker();
  terminal = createTerminalContext(
    createTerminalClient(transport),
    new LogState(),
    (events) => new WorkerLink(worker, events),
  );
  render(PanelHarness, { terminal, panel: LadderPanel });
  await settle();
  transport.beat();
  transport.push('book-qualities', { qualities: [LIVE, LIVE] });
  worker.say({ kind: 'beat', isPainting: true });
  worker.say({ kind: 'terminal', trouble: null });
  await settle();
});
afterEach(async () => {
  cleanup();
  await settle();
  terminal.dispose();
  vi.advanceTimersByTime(1);
  expect(vi.getTimerCount()).toBe(0);
  Reflect.deleteProperty(HTMLCanvasElement.prototype, 'transferControlToOffscreen');
  browser.restore();
  vi.useRealTimers();
});

async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await Promise.resolve();
  await tick();
  flushSync();
}

const canvas = () => screen.getByTestId('ladder-canvas');
const opened = (): PaintingId => {
  const open = worker.heard.findLast((message) => message.kind === 'open');
  if (open?.kind !== 'open') throw new Error('expected a painting');
  return open.id;
};
const heard = (kind: string): unknown[] => worker.heard.filter((message) => message.kind === kind);

async function showFrame(): Promise<void> {
  const report = { kind: 'shown', position: POSITION, touch: TOUCH, sequence: 7, quality: LIVE };
  worker.say({ kind: 'report', id: opened(), report });
  await settle();
}

describe('Paintings', () => {
  it('hands the canvas to the worker with its size, and asks the page’s own client for no ladder', () => {
    expect(worker.heard.map(({ kind }) => kind)).toEqual(['theme', 'fonts', 'seen', 'open', 'resize']);
    expect(worker.transferred).toEqual([{ isOffscreen: true }]);
    expect(heard('resize')).toEqual([
      { kind: 'resize', id: opened(), extent: { width: 320, height: 180, pixelRatio: 1 } },
    ]);
    expect(transport.views.size).toBe(0);
  });

  it('shows on the panel what the worker tells of the painting', async () => {
    await showFrame();
    expect(canvas().dataset).toMatchObject({ sequence: '7', topTicks: '150', stale: 'false' });
    expect(screen.getByTestId('ladder-spread').textContent).toBe('Spread 0.02');
    expect(screen.getByTestId('ladder-placing').textContent).toBe('pinned');
  });

  it('calls nothing live while the worker’s own line to the terminal is not to be believed', async () => {
    await showFrame();
    const trouble = { isLive: false, reason: 'disconnected', staleSinceMs: 1 } as const;
    worker.say({ kind: 'terminal', trouble });
    await settle();
    expect(canvas().dataset['stale']).toBe('true');
    worker.say({ kind: 'terminal', trouble: null });
    await settle();
    expect(canvas().dataset['stale']).toBe('false');
  });

  it('tells the worker of a panel that cannot be seen, of another theme and of a page out of sight', async () => {
    browser.resize(0, 0);
    expect(heard('resize').at(-1)).toMatchObject({ extent: { width: 0, height: 0 } });
    document.documentElement.dataset['palette'] = 'high-contrast';
    await settle();
    delete document.documentElement.dataset['palette'];
    expect(heard('theme').length).toBe(2);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(heard('seen').length).toBe(2);
  });

  it('paints on the page where the worker fails, from where the ladder was, and writes it in the log', async () => {
    await showFrame();
    const before = canvas();
    worker.fail('it is out of memory');
    await settle();
    expect(canvas()).not.toBe(before);
    expect(screen.getByTestId('state-picture').dataset['kind']).toBe('connecting');
    expect(terminal.log.lines.map(({ code }) => code)).toEqual(['PAINTER_FAILED']);

    transport.sendFrame([
      { viewId: transport.viewId('ladder'), kind: 'ladder', payload: ladderPayload(SAMPLE), sequence: 9 },
    ]);
    browser.paint();
    await settle();
    expect(canvas().dataset).toMatchObject({ sequence: '9', topTicks: '151', stale: 'false' });
    expect(screen.getByTestId('ladder-placing').textContent).toBe('pinned');
  });

  it('paints on the page once the worker has been silent too long', async () => {
    await showFrame();
    vi.advanceTimersByTime(1_000);
    transport.beat();
    vi.advanceTimersByTime(400);
    transport.beat();
    await settle();
    expect([worker.isTerminated, [...transport.views.values()]]).toEqual([
      true,
      [expect.objectContaining({ kind: 'ladder', instrument: 'BTC-USD' })],
    ]);
    expect(terminal.log.lines.map(({ code }) => code)).toEqual(['PAINTER_SILENT']);
  });

  it('takes the painting down with the panel', () => {
    const id = opened();
    cleanup();
    expect(worker.heard.at(-1)).toEqual({ kind: 'close', id });
  });
});
