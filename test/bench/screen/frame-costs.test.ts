import { describe, expect, it } from 'vitest';
import { frameCosts } from './frame-costs.ts';
import type { TraceEvent } from './trace-events.ts';

const [PAGE, MAIN, DISPLAY] = [10, 11, 20];
const CHART = 'ChartPanel-';

const mainThread: TraceEvent = {
  name: 'thread_name',
  ph: 'M',
  pid: PAGE,
  tid: MAIN,
  ts: 0,
  args: { name: 'CrRendererMain' },
};
const shownAt = (ms: number): TraceEvent => ({
  name: 'Display::FrameDisplayed',
  ph: 'I',
  pid: DISPLAY,
  tid: DISPLAY,
  ts: ms * 1_000,
});
const task = (ms: number, ownMs: number, wallMs = ownMs, tid = MAIN, pid = PAGE): TraceEvent => ({
  name: 'RunTask',
  ph: 'X',
  pid,
  tid,
  ts: ms * 1_000,
  dur: wallMs * 1_000,
  tdur: ownMs * 1_000,
});
const call = (ms: number, url: string): TraceEvent => ({
  ...task(ms, 1),
  name: 'FunctionCall',
  args: { data: { url } },
});
/** Frames shown every 16 ms. */
const shown = (frames: number): TraceEvent[] =>
  Array.from({ length: frames + 1 }, (_, frame) => shownAt(frame * 16));

describe('frameCosts', () => {
  it('counts the frames that the display showed in a second', () => {
    expect(frameCosts([mainThread, ...shown(50)], PAGE, CHART).fps).toBe(62.5);
  });

  it('adds up what the main thread began between two frames, in any order of events', () => {
    const tasks = [task(3, 2), task(9, 1.5), task(20, 4), task(33, 1)];
    const { mainThreadMsPerFrame } = frameCosts([...tasks, ...shown(3).reverse(), mainThread], PAGE, CHART);
    expect(mainThreadMsPerFrame).toMatchObject({ p50: 3.5, p99: 4 });
  });

  it('leaves out other threads, other processes, and what lies before the first frame or after the last', () => {
    const others = [task(3, 9, 9, 12), task(3, 9, 9, MAIN, 30), task(-5, 9), task(50, 9)];
    const figures = frameCosts([mainThread, ...shown(3), ...others, task(4, 1)], PAGE, CHART);
    expect(figures.mainThreadMsPerFrame).toMatchObject({ p50: 0, p99: 1 });
    expect(figures.longestTaskMs).toBe(1);
  });

  it('tells frames with a chart from those without by the code that was called', () => {
    const events = [call(2, `http://x/assets/${CHART}a.js`), call(18, 'http://x/assets/workspace-a.js')];
    const costs = [task(2, 7), task(18, 2), task(34, 3)];
    const { mainThreadMsPerFrame } = frameCosts([mainThread, ...shown(3), ...events, ...costs], PAGE, CHART);
    expect(mainThreadMsPerFrame.withChart).toEqual({ p50: 7, p99: 7 });
    expect(mainThreadMsPerFrame.withoutChart).toEqual({ p50: 2, p99: 3 });
  });

  it('knows no frames with a chart where no code is named as that of charts', () => {
    const { mainThreadMsPerFrame } = frameCosts([mainThread, ...shown(2), call(1, 'x')], PAGE, '');
    expect(mainThreadMsPerFrame.withChart).toBeNull();
  });

  it('finds the longest task by its own time and by the clock', () => {
    const figures = frameCosts([mainThread, ...shown(3), task(1, 5, 6), task(20, 2, 80)], PAGE, CHART);
    expect(figures).toMatchObject({ longestTaskMs: 5, longestTaskWallMs: 80 });
  });

  it('refuses a trace that shows nothing', () => {
    expect(() => frameCosts([mainThread, shownAt(1)], PAGE, CHART)).toThrow('at least two frames');
    expect(() => frameCosts(shown(3), PAGE, CHART)).toThrow('expected CrRendererMain of process 10');
  });
});
