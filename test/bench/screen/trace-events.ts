/** What of a Chromium trace is read. Times are microseconds on one clock for all processes. */
export type TraceEvent = {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** The thread's own processor time. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly url?: string } };
};

/**
 * Tasks and calls of every thread, and each frame that the display showed. `display.framedisplayed` is told by the
 * compositor of the whole display: a frame counts that only a worker's canvas has changed, and none counts that
 * was made and not shown.
 */
export const TRACE_CATEGORIES: readonly string[] = [
  'disabled-by-default-devtools.timeline',
  'devtools.timeline',
  'disabled-by-default-display.framedisplayed',
];

const KEPT_NAMES: ReadonlySet<string> = new Set(['RunTask', 'FunctionCall', 'Display::FrameDisplayed']);

/** Whether an event is worth keeping: a minute has millions that are not. */
export function isKept({ name, ph }: TraceEvent): boolean {
  return KEPT_NAMES.has(name) || (ph === 'M' && name === 'thread_name');
}
