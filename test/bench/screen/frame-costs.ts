import type { Percentiles } from '../bench-report.ts';
import { percentile, rounded } from '../statistics.ts';
import type { ScreenFigures } from './screen-report.ts';
import type { TraceEvent } from './trace-events.ts';

const MAIN_THREAD = 'CrRendererMain';
const DIGITS = 3;

type Frame = { ownMs: number; hasChart: boolean };

/**
 * Figures of one page. A frame is the time from one picture the display showed to the next; to it belongs what the
 * page's main thread began in that time, and it is one with a chart if the chart's code was called in it.
 *
 * @param page process of the page
 * @param chartScript part of the address of the charts' code; '' where there is none
 * @throws Error when the trace shows no main thread of that process, or fewer than two frames
 */
export function frameCosts(events: readonly TraceEvent[], page: number, chartScript: string): ScreenFigures {
  const shown = events
    .filter(({ name }) => name === 'Display::FrameDisplayed')
    .map(({ ts }) => ts)
    .sort((left, right) => left - right);
  const [first, last] = [shown[0], shown.at(-1)];
  if (first === undefined || last === undefined || first === last)
    throw new Error(`expected at least two frames in the trace, received ${shown.length}`);
  const thread = events.find(
    ({ name, pid, args }) => name === 'thread_name' && pid === page && args?.name === MAIN_THREAD,
  )?.tid;
  if (thread === undefined) throw new Error(`expected ${MAIN_THREAD} of process ${page} in the trace`);

  const own = events.filter(({ pid, tid, ts }) => pid === page && tid === thread && ts >= first && ts < last);
  const frames = shown.slice(1).map((): Frame => ({ ownMs: 0, hasChart: false }));
  const frameAt = (ts: number): Frame | undefined => frames[placeOf(shown, ts)];
  const tasks = own.filter(({ name }) => name === 'RunTask');
  for (const task of tasks) {
    const frame = frameAt(task.ts);
    if (frame !== undefined) frame.ownMs += ownMs(task);
  }
  for (const { name, ts, args } of own) {
    const isChart = name === 'FunctionCall' && chartScript !== '' && args?.data?.url?.includes(chartScript);
    const frame = isChart === true ? frameAt(ts) : undefined;
    if (frame !== undefined) frame.hasChart = true;
  }
  return {
    fps: rounded((frames.length * 1_000_000) / (last - first), DIGITS),
    mainThreadMsPerFrame: {
      ...percentilesOf(frames.map(({ ownMs }) => ownMs)),
      withoutChart: percentilesOrNull(frames.filter(({ hasChart }) => !hasChart)),
      withChart: percentilesOrNull(frames.filter(({ hasChart }) => hasChart)),
    },
    longestTaskMs: rounded(
      tasks.reduce((most, task) => Math.max(most, ownMs(task)), 0),
      DIGITS,
    ),
    longestTaskWallMs: rounded(
      tasks.reduce((most, { dur = 0 }) => Math.max(most, dur / 1_000), 0),
      DIGITS,
    ),
  };
}

function ownMs({ tdur, dur = 0 }: TraceEvent): number {
  return (tdur ?? dur) / 1_000;
}

/** Index of the last frame that began at `ts` or before. */
function placeOf(shown: readonly number[], ts: number): number {
  let [low, high] = [0, shown.length];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((shown[middle] ?? Infinity) <= ts) low = middle;
    else high = middle;
  }
  return low;
}

function percentilesOrNull(frames: readonly Frame[]): Percentiles | null {
  return frames.length === 0 ? null : percentilesOf(frames.map(({ ownMs }) => ownMs));
}

function percentilesOf(values: readonly number[]): Percentiles {
  return {
    p50: rounded(percentile(values, 0.5), DIGITS),
    p99: rounded(percentile(values, 0.99), DIGITS),
  };
}
